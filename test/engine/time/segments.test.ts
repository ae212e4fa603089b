import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ambientOf } from '../../../src/engine/scope.js';
import { instant } from '../../../src/model/instant.js';
import { day, formatLocal, minute, toLocal } from '../../../src/model/zone.js';
import { moment, order, tell, tellIn, trigger, zone, type Story } from '../harness.js';

const segment = (where: string) => `kind: Segment\ncode: it\nname: It\nwhere: ${where}`;
const both = trigger('on: [{entered: it}, {left: it}]\nmode: parallel\ndo: [{id: say, note: "{{ event.on }}"}]');
const millisecond = 1;

describe('membership that time alone changes', () => {
  /** What the journal of a customer says who came on 2 March at 10:00. */
  const moves = (where: string) =>
    tell(segment(where), both)
      .at('2026-03-02 10:00', 'customer.created', { customer: { id: 7, createdAt: '2026-03-02 10:00:00' } })
      .until('2027-04-01 00:00')
      .effects.map(({ at, data }) => [data['text'], at]);

  test.each([
    // `>` holds a millisecond after the moment that it names, `>=` at it.
    ['now - customer.createdAt > days(10)', [['entered', moment('2026-03-12 10:00') + millisecond]]],
    ['now - customer.createdAt >= hours(36)', [['entered', moment('2026-03-03 22:00')]]],
    ['customer.createdAt < now - months(2)', [['entered', moment('2026-05-02 10:00') + millisecond]]],
    [
      'now <= customer.createdAt + hours(3)',
      [
        ['entered', moment('2026-03-02 10:00')],
        ['left', moment('2026-03-02 13:00') + millisecond],
      ],
    ],
    [
      'now - customer.createdAt >= days(5) && now - customer.createdAt < days(8)',
      [
        ['entered', moment('2026-03-07 10:00')],
        ['left', moment('2026-03-10 10:00')],
      ],
    ],
  ])('%s', (where, expected) => {
    expect(moves(where)).toEqual(expected);
  });

  test('for each order at a moment of its own', () => {
    const story = tell(segment('customer.orders.exists(o, now - o.createdAt < days(3))'), both)
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-20 12:30', 'order.created', order(2))
      .until('2026-04-01 00:00');
    expect(story.effects.map(({ at, data }) => [data['text'], formatLocal(toLocal(zone, at))])).toEqual([
      ['entered', '2026-03-02 10:00:00'],
      ['left', '2026-03-05 10:00:00'],
      ['entered', '2026-03-20 12:30:00'],
      ['left', '2026-03-23 12:30:00'],
    ]);
  });
});

describe('membership by what changes with time, though no condition says now', () => {
  const moves = (where: string, ...happenings: readonly (readonly [time: string, type: string, data: object])[]) => {
    const club = 'kind: Program\ncode: club\nledger: own\nexpires: 10d';
    const story = tell(club, segment(where), both);
    for (const [time, type, data] of happenings) story.at(time, type, { ...data });
    return story
      .until('2027-04-01 00:00')
      .effects.map(({ at, data }) => [data['text'], formatLocal(toLocal(zone, at))]);
  };
  const customer = { id: 7, email: 'anna@example.com', phones: [{ number: '+79990000000' }] };

  test('bonuses that can be spent from some day on, and expire', () => {
    const bonus = { activationDate: '2026-03-05 00:00:00', expireDate: '2026-03-12 10:00:00' };
    expect(
      moves('bonus("club").active >= 100', [
        '2026-03-02 10:00',
        'loyalty.credited',
        { operation: { amount: 100, program: 'club', bonus }, customer },
      ]),
    ).toEqual([
      ['entered', '2026-03-05 00:00:00'],
      ['left', '2026-03-12 10:00:00'],
    ]);
  });

  test('bonuses that a known customer gets and spends, though nothing of the customer changes', () => {
    const bonuses = (type: string, amount: number) =>
      [type, { operation: { amount, program: 'club' }, customer: { id: 7 } }] as const;
    expect(
      moves(
        'bonus("club").active >= 100',
        ['2026-03-02 10:00', 'customer.created', { customer }],
        ['2026-03-03 10:00', ...bonuses('loyalty.credited', 60)],
        ['2026-03-04 10:00', ...bonuses('loyalty.credited', 60)],
        ['2026-03-05 10:00', ...bonuses('loyalty.charged', -30)],
      ),
    ).toEqual([
      ['entered', '2026-03-04 10:00:00'],
      ['left', '2026-03-05 10:00:00'],
    ]);
  });

  test('bonuses that a trigger gives', () => {
    const gift = `kind: Trigger
code: gift
on: {event: review.posted}
do: [{id: give, bonus: {credit: 100, program: club}}]`;
    const story = tell(
      'kind: Program\ncode: club\nledger: own\nexpires: 10d',
      segment('bonus("club").active >= 100'),
      both,
      gift,
    )
      .at('2026-03-02 10:00', 'customer.created', { customer })
      .at('2026-03-03 10:00', 'review.posted', { review: { score: 5 }, customer: { id: 7 } })
      .until('2026-03-20 00:00');
    expect(
      story.effects
        .filter(({ data }) => data['text'] !== undefined)
        .map(({ at, data }) => [data['text'], formatLocal(toLocal(zone, at))]),
    ).toEqual([
      ['entered', '2026-03-03 10:00:00'],
      ['left', '2026-03-13 10:00:00'],
    ]);
  });

  test('answers that become too old to tell the best channel', () => {
    const message = { id: 'm', channel: 'sms', sentAt: '2026-03-02 10:00:00', status: 'replied' };
    expect(
      moves('customer.channels[0] == "sms"', [
        '2026-03-02 10:00',
        'customer.created',
        { customer: { ...customer, messages: [message] } },
      ]),
    ).toEqual([
      ['entered', '2026-03-02 10:00:00'],
      ['left', '2026-08-29 10:00:00'],
    ]);
  });
});

describe('membership moves with what an event moves', () => {
  const many = segment('customer.ordersCount >= 2');
  const states = (story: Story) => ['7', '8'].map((customer) => story.state.world.segmentsOf(customer).length);
  const story = () =>
    tell(many, both)
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 11:00', 'order.created', order(2));

  test.each([
    ['the order says', { order: { id: 2, customer: { id: 8 } } }],
    ['the changes say', { order: { id: 2 }, changes: [{ field: 'customer', old: { id: 7 }, new: { id: 8 } }] }],
  ])('of both customers when an order changes hands, as %s', (_, told) => {
    const given = story().at('2026-03-03 10:00', 'order.created', order(3, { customer: { id: 8 } }));
    expect(states(given)).toEqual([1, 0]);
    given.at('2026-03-04 10:00', 'order.changed', told);
    expect(states(given)).toEqual([0, 1]);
    expect(given.effects.map(({ customer, data }) => [customer, data['text']])).toEqual([
      ['7', 'entered'],
      ['8', 'entered'],
      ['7', 'left'],
    ]);
  });

  test.each([
    ['the order says', { order: { id: 2, customer: null } }],
    ['the changes say', { order: { id: 2 }, changes: [{ field: 'customer', old: { id: 7 }, new: null }] }],
  ])("when an order is nobody's any more, as %s", (_, told) => {
    expect(states(story().at('2026-03-04 10:00', 'order.changed', told))).toEqual([0, 0]);
  });

  test('when an order goes', () => {
    expect(states(story().at('2026-03-03 10:00', 'order.deleted', { order: { id: 2 } }))).toEqual([0, 0]);
  });

  test('when the card says more than the changes that are told with it', () => {
    const changes = [{ field: 'email', old: null, new: 'anna@example.com' }];
    const told = tell(segment('customer.vip'), both)
      .at('2026-03-02 10:00', 'customer.created', { customer: { id: 7 } })
      .at('2026-03-03 10:00', 'customer.changed', { customer: { id: 7, vip: true }, changes });
    expect(told.effects.map(({ data }) => data['text'])).toEqual(['entered']);
  });

  test('when it comes out when the last order was placed', () => {
    const recent = segment('customer.daysSinceLastOrder <= 10');
    const changes = [{ field: 'number', old: 'A-1', new: 'A-2' }];
    const moves = tell(recent, both)
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-03 10:00', 'order.changed', { order: { id: 1, createdAt: '2026-02-01 10:00:00' }, changes })
      .effects.map(({ data }) => data['text']);
    expect(moves).toEqual(['entered', 'left']);
  });
});

test('nobody is looked at but at the moments that matter', () => {
  const story = tell(segment('now - customer.createdAt > days(200)'), both).at('2026-03-02 10:00', 'order.created', {
    ...order(1),
    customer: { id: 7, createdAt: '2026-03-02 10:00:00' },
  });
  expect(story.state.nextTimer()?.due).toBe(moment('2026-09-18 10:00') + millisecond);
});

test.each([
  'now.getDate() > 15',
  // A search of the whole shop has no list of its own whose members could be asked.
  'orders(o, o.customer.id == customer.id && now - o.createdAt > days(13)).size() == 0 && now.getDate() > 15',
])('what cannot be known in advance is looked at once a day: %s', (where) => {
  const story = tell(segment(where), both)
    .at('2026-03-02 10:00', 'customer.created', { customer: { id: 7 } })
    .until('2026-03-20 00:00');
  expect(story.effects.map(({ at }) => formatLocal(toLocal(zone, at)))).toEqual(['2026-03-16 10:00:00']);
});

const anyField = fc.constantFrom('customer.createdAt', 'customer.lastOrderAt');
const anyLength = fc.constantFrom('hours(5)', 'days(1)', 'days(3)', 'weeks(1)', 'months(1)', 'minutes(90)');
const anySign = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
/** A length back from now leads to some moments several times, and to others never. */
const anyCalendarTerm = fc.oneof(
  fc
    .tuple(fc.constantFrom('months(1)', 'months(2)', 'days(30)', 'weeks(2)', 'days(1)'), anySign, anyField)
    .map(([length, sign, field]) => `now - ${length} ${sign} ${field}`),
  fc
    .tuple(anyField, anySign, fc.constantFrom('months(1)', 'days(3)'))
    .map(([field, sign, length]) => `${field} - now ${sign} -${length}`),
  fc
    .tuple(fc.constantFrom('exists', 'all', 'exists_one'), fc.constantFrom('<', '>='))
    .map(([macro, sign]) => `customer.orders.${macro}(o, o.createdAt ${sign} now - months(1))`),
);
const anyTerm = fc.oneof(
  anyCalendarTerm,
  fc
    .tuple(anyField, fc.constantFrom('<', '<=', '>', '>='), anyLength)
    .map(([field, sign, length]) => `now - ${field} ${sign} ${length}`),
  fc
    .tuple(anyField, fc.constantFrom('<', '<=', '>', '>='), anyLength)
    .map(([field, sign, length]) => `${field} + ${length} ${sign} now`),
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.integer({ min: 0, max: 10 }))
    .map(([sign, count]) => `customer.daysSinceLastOrder ${sign} ${count}`),
  fc.integer({ min: 1, max: 4 }).map((count) => `customer.ordersCount >= ${count}`),
  fc
    .tuple(fc.constantFrom('exists', 'all', 'exists_one'), fc.constantFrom('<', '<=', '>', '>='), anyLength)
    .map(([macro, sign, length]) => `customer.orders.${macro}(o, now - o.createdAt ${sign} ${length})`),
  fc
    .tuple(fc.constantFrom('filter', 'map'), anyLength)
    .map(([macro, length]) => `customer.orders.${macro}(o, o.createdAt + ${length} >= now).size() > 1`),
);
const anyCondition = fc.oneof(
  anyTerm,
  fc.tuple(anyTerm, fc.constantFrom('&&', '||'), anyTerm).map(([a, sign, b]) => `(${a}) ${sign} !(${b})`),
);

/** Where, and from when on: the last day of a month that is shorter than the next, or a month before the clock is changed. */
const anyBeginning = fc.constantFrom<readonly [zone: string, begin: string]>(
  ['Europe/Moscow', '2026-03-02 10:00'],
  ['Europe/Moscow', '2026-02-28 14:00'],
  ['Europe/Berlin', '2024-02-29 11:30'],
  ['Europe/Berlin', '2024-09-27 02:30'],
  ['America/New_York', '2024-02-10 02:30'],
  ['America/New_York', '2024-09-30 12:30'],
  ['Africa/Cairo', '2024-03-26 00:30'],
  ['Africa/Cairo', '2024-09-30 23:30'],
  ['Asia/Almaty', '2024-01-31 23:30'],
);

/** A moment that is looked at: after the beginning or one of the orders, most often about as long as the lengths that conditions name. */
const anyProbe = fc.record({
  of: fc.nat(),
  later: fc
    .tuple(fc.constantFrom(0, 1, 3, 14, 29, 31, 60), fc.integer({ min: -2 * day, max: 2 * day }))
    .map(([days, off]) => Math.max(0, days * day + off)),
});

test('at any moment the members are those for whom the condition holds then', () => {
  fc.assert(
    fc.property(
      anyBeginning,
      anyCondition,
      fc.array(fc.integer({ min: 1, max: 8 * 24 * 60 }), { minLength: 1, maxLength: 5 }),
      fc.array(anyProbe, { minLength: 1, maxLength: 12 }),
      ([zone, begin], where, gaps, probes) => {
        const story = tellIn(zone, segment(where), both);
        const { program, state } = story;
        let after = 0;
        const placed = gaps.map((gap, index) => ({ after: (after += gap * minute), order: index + 1 }));
        const happenings = [
          ...placed,
          ...probes.map(({ of, later }) => ({
            after: (placed[of % (placed.length + 1)]?.after ?? 0) + later,
            order: 0,
          })),
        ].sort((a, b) => a.after - b.after);
        let passed = moment(begin, zone);
        for (const { after, order: id } of happenings) {
          const time = formatLocal(toLocal(zone, instant(moment(begin, zone) + after)));
          const now = moment(time, zone);
          // A time that occurs twice means the first.
          if (now < passed) continue;
          passed = now;
          if (id === 0) story.until(time);
          else
            story.at(time, 'order.created', {
              order: { id, createdAt: time, customer: { id: 7, createdAt: begin } },
            });
          const customer = state.world.customer('7');
          const holds =
            customer !== undefined &&
            program.segments[0]!.where!.evaluate({ customer, now, ambient: ambientOf(program, state, now) }) === true;
          expect(state.world.segmentsOf('7'), `${where} at ${time} in ${zone}`).toEqual(holds ? ['it'] : []);
        }
      },
    ),
    { numRuns: 100 },
  );
});
