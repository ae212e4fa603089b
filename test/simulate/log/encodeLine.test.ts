import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../../src/model/instant.js';
import { decodeLine } from '../../../src/simulate/log/decodeLine.js';
import { encodeLine } from '../../../src/simulate/log/encodeLine.js';
import { timeInFront } from '../../../src/simulate/log/heldLine.js';

const name = fc.string({ minLength: 1 });
const about = fc.record({ id: fc.nat(), note: fc.option(fc.string(), { nil: undefined }) }, { requiredKeys: ['id'] });
const events = fc.record({
  id: name,
  source: fc.string(),
  type: name,
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instant),
  data: fc.record({ order: about, customer: about, task: about }, { requiredKeys: [] }),
});

test('what is written as a line is read back as the same event', () => {
  fc.assert(
    fc.property(events, (event) => {
      const line = encodeLine(event);
      expect(line).not.toContain('\n');
      expect(decodeLine(line, 'Asia/Almaty')).toEqual(JSON.parse(JSON.stringify([event])));
    }),
  );
});

test('its time stands in front, whom it is about as its subject', () => {
  const event = { id: 'orders-1', source: 'crm', type: 'order.created', at: instant(1000), data: { order: { id: 7 } } };
  expect(timeInFront(Buffer.from(encodeLine(event)))).toBe(1000);
  expect(JSON.parse(encodeLine(event))).toMatchObject({ subject: 'order/7', time: '1970-01-01T00:00:01Z' });
});
