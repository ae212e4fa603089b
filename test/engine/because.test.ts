import { expect, test } from 'vitest';
import { takeTurn } from '../../src/engine/index.js';
import type { Event } from '../../src/model/event.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { moment, order, tell, trigger } from './harness.js';

/** The journal of one turn, as the live runner asks for it. */
function journalOf(yaml: string, event: Partial<Event>, before: (story: ReturnType<typeof tell>) => void = () => {}) {
  const story = tell(trigger(yaml)).until('2026-03-02 10:00');
  before(story);
  const at = moment('2026-03-02 12:00');
  const whole: Event = { id: 'asked', source: 'test', type: 'order.created', at, data: order(1), ...event };
  return takeTurn(story.program, story.state, { kind: 'event', event: whole }, at, at, true).journal.map(
    ({ what, reason, because, order: id }: JournalRecord) => ({ what, reason, because, order: id }),
  );
}

const falseSum = {
  source: 'order.totalSumm > 3000',
  value: false,
  values: [{ source: 'order.totalSumm', value: 100 }],
};

test('what did not start says which condition was false, and by what', () => {
  expect(
    journalOf('on: {event: order.created}\nwhen: order.status == "new" && order.totalSumm > 3000', {
      data: order(1, { totalSumm: 100 }),
    }),
  ).toEqual([{ what: 'refused', reason: 'when', because: falseSum, order: '1' }]);
  expect(
    journalOf('on: {event: order.created, where: order.totalSumm > 3000}', { data: order(1, { totalSumm: 100 }) }),
  ).toEqual([{ what: 'refused', reason: 'where', because: falseSum, order: '1' }]);
});

test('a step that was passed over says so, too', () => {
  const journal = journalOf(
    'on: {event: order.created}\ndo: [{id: call, if: order.totalSumm > 3000, task: {text: Call}}]',
    { data: order(1, { totalSumm: 100 }) },
  );
  expect(journal).toContainEqual({ what: 'skipped', reason: 'if', because: falseSum, order: '1' });
});

test('an exit says what made it true', () => {
  const journal = journalOf(
    'on: {event: order.created}\nexit: order.status == "bad" || order.totalSumm < 0\ndo: [{id: pause, wait: 3d}]',
    { type: 'order.changed', data: { order: { id: 1, status: 'bad' } } },
    (story) => story.at('2026-03-02 11:00', 'order.created', order(1)),
  );
  expect(journal).toEqual([
    {
      what: 'exited',
      reason: 'order.status == "bad" || order.totalSumm < 0',
      because: { source: 'order.status == "bad"', value: true, values: [{ source: 'order.status', value: 'bad' }] },
      order: '1',
    },
  ]);
});

test('those who only count are not told', () => {
  const story = tell(trigger('on: {event: order.created}\nwhen: order.totalSumm > 3000'));
  expect(story.at('2026-03-02 10:00', 'order.created', order(1)).journal).toEqual([]);
});

test('an untyped condition may come to a number, which the journal holds as such', () => {
  const [record] = journalOf('on: {event: order.created}\nwhen: "order.totalSumm > 3000 ? dyn(true) : 0"', {
    data: order(1, { totalSumm: 100 }),
  });
  expect(JSON.parse(JSON.stringify(record))).toMatchObject({ what: 'refused', because: { source: '0', value: 0 } });
});
