import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Timer } from '../../src/model/instance.js';
import { instant } from '../../src/model/instant.js';
import { createArmedTimers } from '../../src/simulate/armedTimers.js';

const ids = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '7',
    '07',
    'segment:',
    'segment:0',
    'segment:7',
    'segment:007',
    'segment:123456789',
    'segment:a7',
    'segment:b7',
    'instance:7',
    'deadline:late#1:order/',
    'a7b',
    '٣',
  ),
  fc.nat(30).map((number) => `segment:${number}`),
  fc.nat(30).map((number) => `deadline:late#1:order/${number}`),
  fc.string({ maxLength: 4 }),
);
const operations = fc.array(fc.tuple(fc.constantFrom('set', 'delete'), ids, fc.nat(100)), { maxLength: 200 });

test('armed timers are found, replaced and forgotten as in a map, whatever their ids', () => {
  fc.assert(
    fc.property(operations, (list) => {
      const armed = createArmedTimers();
      const model = new Map<string, Timer>();
      for (const [operation, id, due] of list) {
        const timer: Timer = { id, due: instant(due), priority: 50, kind: 'segment', owner: 'segments', generation: 1 };
        if (operation === 'set') {
          armed.set(timer);
          model.set(id, timer);
        } else {
          armed.delete(id);
          model.delete(id);
        }
        expect(armed.size).toBe(model.size);
        expect(armed.get(id)).toBe(model.get(id));
      }
      for (const [id, timer] of model) expect(armed.get(id)).toBe(timer);
      expect(new Set(armed.all())).toEqual(new Set(model.values()));
    }),
  );
});
