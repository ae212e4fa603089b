import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/model/instant.js';
import { formatLocal, toLocal } from '../../../src/model/zone.js';
import { moment, order, tell, trigger, zone } from '../harness.js';

const started = 'on: {event: order.created}\n';
const say = '{id: say, task: {text: "{% if steps.got.ok %}{{ steps.got.event.review.score }}{% else %}no{% endif %}"}}';
const clock = (at: number): string => formatLocal(toLocal(zone, instant(at))).slice(8, 16);

type Story = ReturnType<typeof tell>;

/** When each task was made, and what it says. */
const said = (story: Story): readonly string[] =>
  story.effects.map(({ at, data }) => `${clock(at)} ${String(data['text'])}`);

const lines = { items: [{ id: 1 }, { id: 2 }, { id: 3 }] };

/** An order of three lines at ten; reviews of a line, at a time. */
function reviewed(steps: string, reviews: readonly (readonly [time: string, line: number, score: number])[]): Story {
  const story = tell(trigger(`${started}do: ${steps}`)).at('2026-03-02 10:00', 'order.created', order(1, lines));
  for (const [time, line, score] of reviews)
    story.at(`2026-03-02 ${time}`, 'review.posted', { order: { id: 1 }, review: { id: line, score } });
  return story.until('2026-03-10 00:00');
}

describe('an event that came since the entry is found by', () => {
  const ofLine =
    '{id: got, waitFor: {event: review.posted, where: event.review.id == item.id, since: entry, timeout: 6h}}';

  test('the round of a later element, when it is reached', () => {
    const steps = `[{id: lines, each: =order.items, do: [${ofLine}, ${say}]}]`;
    expect(
      said(
        reviewed(steps, [
          ['11:00', 2, 4],
          ['12:00', 3, 3],
          ['13:00', 1, 5],
          ['14:00', 2, 1],
        ]),
      ),
    ).toEqual(['02 13:00 5', '02 13:00 4', '02 13:00 3']);
  });

  test('a loop that began later', () => {
    const steps = `[{id: pause, wait: 4h}, {id: lines, each: =order.items, max: 2, do: [${ofLine}, ${say}]}]`;
    expect(said(reviewed(steps, [['11:00', 2, 4]]))).toEqual(['02 20:00 no', '02 20:00 4']);
  });

  test('a step that asks for what the steps before it came to know', () => {
    const steps = `[{id: first, waitFor: {event: review.posted, where: event.review.score == 1}},
      {id: got, waitFor: {event: review.posted, where: 'event.review.id == steps.first.event.review.id && event.review.score > 1', since: entry, timeout: 1h}}, ${say}]`;
    expect(
      said(
        reviewed(steps, [
          ['11:00', 1, 3],
          ['11:30', 2, 4],
          ['12:00', 2, 1],
        ]),
      ),
    ).toEqual(['02 12:00 4']);
  });

  test('a sequence, whose parameters are known when it is called', () => {
    const sequence = `kind: Sequence
code: thank
name: Thank
params: {line: {type: number}}
do:
  - {id: got, waitFor: {event: review.posted, where: event.review.id == params.line, since: entry, timeout: 1h}}
  - ${say}
`;
    const story = (steps: string) =>
      tell(sequence, trigger(`${started}do: ${steps}`))
        .at('2026-03-02 10:00', 'order.created', order(1, lines))
        .at('2026-03-02 11:00', 'review.posted', { order: { id: 1 }, review: { id: 3, score: 5 } })
        .at('2026-03-02 11:10', 'review.posted', { order: { id: 1 }, review: { id: 2, score: 4 } })
        .until('2026-03-10 00:00');
    expect(said(story('[{id: pause, wait: 2h}, {id: thank, call: thank, with: {line: 2}}]'))).toEqual(['02 12:00 4']);
    expect(
      said(story('[{id: lines, each: =order.items, do: [{id: thank, call: thank, with: {line: =item.id}}]}]')),
    ).toEqual(['02 11:00 no', '02 11:10 4', '02 11:10 5']);
  });

  test('the round of a later order or customer, with them as they are then', () => {
    const steps = `[{id: orders, each: =customer.orders, do: [{id: got, waitFor: {event: review.posted, where: order.status == "done", since: entry, timeout: 1h}}, ${say}]}]`;
    const story = tell(
      trigger(`on: {event: review.posted, where: event.review.score == 1}\nkey: customer.id\ndo: ${steps}`),
    );
    for (const id of [1, 2, 3]) story.at(`2026-03-01 0${id}:00`, 'order.created', order(id));
    story
      .at('2026-03-02 10:00', 'review.posted', { customer: { id: 7 }, review: { id: 1, score: 1 } })
      .at('2026-03-02 10:20', 'review.posted', { customer: { id: 7 }, review: { id: 2, score: 5 } })
      .change('2026-03-02 10:40', 2, { status: 'done' })
      .until('2026-03-10 00:00');
    expect(said(story)).toEqual(['02 11:00 no', '02 11:00 5', '02 12:00 no']);
  });

  test('a later round of a repeat, unless an earlier one had it', () => {
    const got = '{id: got, waitFor: {event: review.posted, since: entry, timeout: 1h}}';
    const steps = `[{id: thrice, repeat: {max: 3, do: [${got}, ${say}, {id: pause, wait: 3h}]}}]`;
    expect(
      said(
        reviewed(steps, [
          ['10:30', 1, 5],
          ['11:00', 2, 4],
        ]),
      ),
    ).toEqual(['02 10:30 5', '02 13:30 4', '02 17:30 no']);
  });

  test('every element of an each, whatever the others had: only the rounds of a repeat share', () => {
    const got = '{id: got, waitFor: {event: review.posted, since: entry, timeout: 1h}}';
    const twice = `{id: twice, repeat: {max: 2, do: [${got}, ${say}]}}`;
    const reviews = [
      ['10:30', 1, 5],
      ['11:00', 2, 4],
    ] as const;
    expect(said(reviewed(`[{id: lines, each: =order.items, max: 2, do: [${twice}]}]`, reviews))).toEqual([
      '02 10:30 5',
      '02 11:00 4',
      '02 11:00 5',
      '02 11:00 4',
    ]);
    expect(
      said(
        reviewed(
          `[{id: twice, repeat: {max: 2, do: [{id: lines, each: =order.items, max: 2, do: [${got}, ${say}]}]}}]`,
          reviews,
        ),
      ),
    ).toEqual(['02 10:30 5', '02 10:30 5', '02 11:00 4', '02 11:00 4']);
  });
});

test('looking back by a time, a later round of a repeat finds what an earlier one did not have, too', () => {
  const got = '{id: got, waitFor: {event: review.posted, since: 1d, timeout: 1h}}';
  const steps = `[{id: thrice, repeat: {max: 3, do: [${got}, ${say}]}}]`;
  const story = tell(trigger(`${started}do: ${steps}`))
    .at('2026-03-02 08:00', 'review.posted', { customer: { id: 7 }, review: { id: 1, score: 5 } })
    .at('2026-03-02 10:00', 'order.created', order(1))
    .at('2026-03-02 10:30', 'review.posted', { customer: { id: 7 }, review: { id: 2, score: 4 } })
    .until('2026-03-10 00:00');
  expect(said(story)).toEqual(['02 10:00 5', '02 10:30 4', '02 11:30 no']);
});

test('of several payments that one event changes each is found by a round of its own', () => {
  const got =
    '{id: got, waitFor: {event: payment.changed, where: event.payment.status == "paid", since: entry, timeout: 1h}}';
  const tells =
    '{id: say, task: {text: "{% if steps.got.ok %}{{ steps.got.event.payment.id }}{% else %}no{% endif %}"}}';
  const steps = `[{id: pause, wait: 2h}, {id: thrice, repeat: {max: 3, do: [${got}, ${tells}]}}]`;
  const payments = (status: string) => [1, 2].map((id) => ({ id, status }));
  const story = tell(trigger(`${started}do: ${steps}`))
    .at('2026-03-02 10:00', 'order.created', order(1, { payments: payments('not-paid') }))
    .at('2026-03-02 11:00', 'order.changed', { order: { id: 1, payments: payments('paid') } })
    .until('2026-03-10 00:00');
  expect(said(story)).toEqual(['02 12:00 1', '02 12:00 2', '02 13:00 no']);
});

test('of very many events the latest are kept', () => {
  const got =
    '{id: got, waitFor: {event: review.posted, where: event.review.id == item.id, since: entry, timeout: 1m}}';
  const story = (first: number): Story => {
    const told = tell(
      trigger(`${started}do: [{id: pause, wait: 2h}, {id: lines, each: =order.items, max: 1, do: [${got}, ${say}]}]`),
    ).at('2026-03-02 10:00', 'order.created', order(1, lines));
    for (let minute = 0; minute < 60; minute++)
      told.at(`2026-03-02 10:${String(minute).padStart(2, '0')}`, 'review.posted', {
        order: { id: 1 },
        review: { id: minute === first ? 1 : 9, score: minute },
      });
    return told.until('2026-03-10 00:00');
  };
  expect([9, 10].map((first) => said(story(first)))).toEqual([['02 12:01 no'], ['02 12:00 10']]);
});

describe('whenever events come', () => {
  const begun = moment('2026-03-02 10:00');
  const minute = 60_000;
  const anyReviews = fc.uniqueArray(
    fc.record({ at: fc.integer({ min: 1, max: 600 }), line: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 8, selector: ({ at }) => at },
  );
  const timeout = 90;
  type Reviews = typeof anyReviews extends fc.Arbitrary<infer T> ? T : never;

  const played = (steps: string, reviews: Reviews): readonly string[] => {
    const story = tell(trigger(`${started}do: ${steps}`)).at('2026-03-02 10:00', 'order.created', order(1, lines));
    for (const { at, line } of reviews.toSorted((a, b) => a.at - b.at))
      story.at(formatLocal(toLocal(zone, instant(begun + at * minute))).replace('T', ' '), 'review.posted', {
        order: { id: 1 },
        review: { id: line, score: at },
      });
    return story
      .until('2026-03-10 00:00')
      .effects.map(({ at, data }) => `${(at - begun) / minute} ${String(data['text'])}`);
  };

  test('each element has the first that is its own, at once or when it comes in time', () => {
    const got = `{id: got, waitFor: {event: review.posted, where: event.review.id == item.id, since: entry, timeout: ${timeout}m}}`;
    const steps = `[{id: lines, each: =order.items, do: [${got}, ${say}, {id: pause, wait: 30m}]}]`;
    fc.assert(
      fc.property(anyReviews, (reviews) => {
        let reached = 0;
        const expected = [1, 2, 3].map((of) => {
          const first = Math.min(...reviews.filter(({ line }) => line === of).map(({ at }) => at));
          const left = Math.min(Math.max(reached, first), reached + timeout);
          const is = first <= reached + timeout ? String(first) : 'no';
          reached = left + 30;
          return `${left} ${is}`;
        });
        expect(played(steps, reviews)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('each round of a repeat has the first that none before it had', () => {
    const got = `{id: got, waitFor: {event: review.posted, since: entry, timeout: ${timeout}m}}`;
    const steps = `[{id: often, repeat: {max: 4, do: [${got}, ${say}, {id: pause, wait: 30m}]}}]`;
    fc.assert(
      fc.property(anyReviews, (reviews) => {
        const left = reviews.map(({ at }) => at).sort((a, b) => a - b);
        let reached = 0;
        const expected = [1, 2, 3, 4].map(() => {
          const first = (left[0] ?? Infinity) <= reached + timeout ? left.shift() : undefined;
          const until = first === undefined ? reached + timeout : Math.max(reached, first);
          reached = until + 30;
          return `${until} ${first ?? 'no'}`;
        });
        expect(played(steps, reviews)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
