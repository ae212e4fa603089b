import { describe, expect, it } from 'vitest';
import { changed, created, play } from './play.js';

const trigger = (steps: string) => `kind: Trigger\ncode: story\non: {event: order.created}\ndo:\n${steps}`;

describe('repeat', () => {
  const ladder = trigger(`
  - id: ladder
    repeat:
      max: 3
      every: 2h
      until: order.status == "called"
      do: [{id: call, task: {text: "call {{ steps.ladder.round }}"}}]
  - id: end
    note: "{{ steps.ladder.round }} {{ steps.ladder.ok ? 'reached' : 'in vain' }}"
`);

  it('begins the first round at once, the next ones as far apart as it says, and ends with the last', () => {
    expect(play(ladder, [created('2026-03-02 10:00', {})], '2026-03-03 10:00').lines).toEqual([
      '2026-03-02 10:00 task ladder#1/call call 1',
      '2026-03-02 12:00 task ladder#2/call call 2',
      '2026-03-02 14:00 task ladder#3/call call 3',
      '2026-03-02 14:00 note end 3 in vain',
    ]);
  });

  it('tests until before every round, also the first', () => {
    const inBetween = [created('2026-03-02 10:00', {}), changed('2026-03-02 11:00', 1, { status: 'called' })];
    expect(play(ladder, inBetween, '2026-03-03 10:00').lines).toEqual([
      '2026-03-02 10:00 task ladder#1/call call 1',
      '2026-03-02 12:00 note end 1 reached',
    ]);
    expect(play(ladder, [created('2026-03-02 10:00', { status: 'called' })], '2026-03-03 10:00').lines).toEqual([
      '2026-03-02 10:00 note end 0 reached',
    ]);
  });

  it('counts from the beginning of a round, and an inner loop begins anew in each', () => {
    const nested = trigger(`
  - id: outer
    repeat:
      max: 2
      every: 3h
      do:
        - {id: think, wait: 1h}
        - {id: inner, repeat: {max: 2, do: [{id: do, note: "{{ steps.outer.round }}.{{ steps.inner.round }}"}]}}
`);
    expect(play(nested, [created('2026-03-02 10:00', {})], '2026-03-03 10:00').lines).toEqual([
      '2026-03-02 11:00 note outer#1/inner#1/do 1.1',
      '2026-03-02 11:00 note outer#1/inner#2/do 1.2',
      '2026-03-02 14:00 note outer#2/inner#1/do 2.1',
      '2026-03-02 14:00 note outer#2/inner#2/do 2.2',
    ]);
  });
});

describe('each', () => {
  const items = [
    { id: 11, quantity: 1, initialPrice: 100, offer: { id: 5, article: 'TS-01', name: 'Shirt' } },
    { id: 12, quantity: 2, initialPrice: 200, offer: { id: 6, article: 'SK-02', name: 'Socks' } },
    { id: 13, quantity: 1, initialPrice: 100, offer: { id: 5, article: 'TS-01', name: 'Shirt' } },
  ];

  it('goes through a list in its order; the id of the element is part of the identity', () => {
    const yaml = trigger(`
  - {id: lines, each: =order.items, do: [{id: check, note: "{{ item.offer.name }} x{{ item.quantity }}"}]}
  - {id: end, note: "{{ steps.lines.count }}"}
`);
    const { lines, effects } = play(yaml, [created('2026-03-02 10:00', { items })], '2026-03-02 11:00');
    expect(lines).toEqual([
      '2026-03-02 10:00 note lines#11/check Shirt x1',
      '2026-03-02 10:00 note lines#12/check Socks x2',
      '2026-03-02 10:00 note lines#13/check Shirt x1',
      '2026-03-02 10:00 note end 3',
    ]);
    expect(new Set(effects.map(({ id }) => id)).size).toBe(4);
  });

  it('tells elements apart by what `by` names, takes no more than `max`, and keeps the list as it was', () => {
    const yaml = trigger(`
  - id: lines
    each: =order.items
    by: offer.article
    max: 2
    do: [{id: pause, wait: 1h}, {id: check, note: "{{ item.offer.article }}"}]
`);
    const events = [created('2026-03-02 10:00', { items }), changed('2026-03-02 10:30', 1, { items: [] })];
    expect(play(yaml, events, '2026-03-02 14:00').lines).toEqual([
      '2026-03-02 11:00 note lines#TS-01/check TS-01',
      '2026-03-02 12:00 note lines#SK-02/check SK-02',
    ]);
  });

  it('over orders concerns each order, as it is when its turn comes', () => {
    const yaml = `kind: Trigger
code: story
on: {event: review.posted}
do:
  - id: all
    each: =customer.orders
    do:
      - {id: pause, wait: 1h}
      - {id: close, if: order.status == "new", set: {order.status: checked}}
`;
    const { lines, state, effects } = play(
      yaml,
      [
        created('2026-03-02 09:00', { id: 1 }),
        created('2026-03-02 09:10', { id: 2 }),
        ['2026-03-02 10:00', 'review.posted', { review: { id: 1, score: 5 }, customer: { id: 7 } }],
        changed('2026-03-02 10:30', 1, { status: 'cancelled' }),
      ],
      '2026-03-02 14:00',
    );
    expect(lines).toEqual(['2026-03-02 12:00 set all#2/close']);
    expect(effects[0]).toMatchObject({ order: '2', customer: '7' });
    expect(state.world.order('2')).toMatchObject({ status: 'checked' });
  });

  it('uses `once` up for the order that it goes through', () => {
    const yaml = `kind: Trigger
code: story
on: {event: review.posted}
do:
  - {id: all, each: =customer.orders, do: [{id: ask, once: {per: order}, note: "{{ order.id }}"}]}
`;
    const review = (at: string, id: number) => [at, 'review.posted', { review: { id }, customer: { id: 7 } }] as const;
    const { lines } = play(
      yaml,
      [
        created('2026-03-02 09:00', { id: 1 }),
        created('2026-03-02 09:10', { id: 2 }),
        review('2026-03-02 10:00', 1),
        created('2026-03-02 11:00', { id: 3 }),
        review('2026-03-02 12:00', 2),
      ],
      '2026-03-02 14:00',
    );
    expect(lines.map((line) => line.slice(11))).toEqual([
      '10:00 note all#1/ask 1',
      '10:00 note all#2/ask 2',
      '12:00 note all#3/ask 3',
    ]);
  });

  it('waits for events in the scope of the element', () => {
    const yaml = trigger(`
  - id: lines
    each: =order.items
    do:
      - id: told
        waitFor: {event: custom.packed, where: event.article == item.offer.article, timeout: 1h}
      - {id: say, note: "{{ item.offer.article }} {{ steps.told.ok ? 'packed' : 'late' }}"}
`);
    expect(
      play(
        yaml,
        [
          created('2026-03-02 10:00', { items: items.slice(0, 2) }),
          ['2026-03-02 10:10', 'custom.packed', { order: { id: 1 }, article: 'SK-02' }],
          ['2026-03-02 10:20', 'custom.packed', { order: { id: 1 }, article: 'TS-01' }],
        ],
        '2026-03-02 14:00',
      ).lines,
    ).toEqual(['2026-03-02 10:20 note lines#11/say TS-01 packed', '2026-03-02 11:20 note lines#12/say SK-02 late']);
  });
});

describe('split', () => {
  const yaml = trigger(`
  - {id: test, split: {a: 30, b: 70}}
  - {id: say, note: "{{ steps.test.arm }}"}
`);
  const arms = (customers: number) =>
    play(
      yaml,
      Array.from({ length: customers }, (_, index) =>
        created('2026-03-02 10:00', { id: index + 1, customer: { id: index + 1 } }),
      ),
      '2026-03-02 10:00',
    ).effects.map(({ data }) => data['text']);

  it('gives a customer the same arm every time', () => {
    expect(arms(50)).toEqual(arms(50));
    const twice = play(
      yaml,
      [created('2026-03-02 10:00', { id: 1 }), created('2026-05-02 10:00', { id: 2 })],
      '2026-06-01 00:00',
    ).effects.map(({ data }) => data['text']);
    expect(twice[0]).toBe(twice[1]);
  });

  it('divides by weight', () => {
    const share = arms(2000).filter((arm) => arm === 'a').length / 2000;
    expect(share).toBeGreaterThan(0.26);
    expect(share).toBeLessThan(0.34);
  });
});

describe('call', () => {
  const sequence = `kind: Sequence
code: remind
params: {text: string, pause: {type: duration, default: 2h}}
do:
  - {id: pause, wait: =params.pause}
  - {id: again, repeat: {max: 2, do: [{id: call, task: {text: "{{ params.text }} {{ steps.again.round }} {{ order.number }}"}}]}}
---
`;

  it('runs the steps of a sequence with its parameters, results of its own, and an identity below the call', () => {
    const yaml =
      sequence +
      trigger(`
  - {id: first, call: remind, with: {text: "=order.number + '!'"}}
  - {id: second, call: remind, with: {text: again, pause: 30m}}
  - {id: end, note: "{{ steps.first.again.round }}"}
`);
    expect(play(yaml, [created('2026-03-02 10:00', {})], '2026-03-03 10:00').lines).toEqual([
      '2026-03-02 12:00 task first/again#1/call A-1! 1 A-1',
      '2026-03-02 12:00 task first/again#2/call A-1! 2 A-1',
      '2026-03-02 12:30 task second/again#1/call again 1 A-1',
      '2026-03-02 12:30 task second/again#2/call again 2 A-1',
      '2026-03-02 12:30 note end 2',
    ]);
  });

  it('may call another sequence', () => {
    const yaml =
      sequence +
      'kind: Sequence\ncode: outer\nparams: {who: string}\ndo: [{id: inner, call: remind, with: {text: =params.who, pause: 1h}}]\n---\n' +
      trigger('  - {id: go, call: outer, with: {who: Anna}}\n');
    expect(play(yaml, [created('2026-03-02 10:00', {})], '2026-03-03 10:00').lines[0]).toBe(
      '2026-03-02 11:00 task go/inner/again#1/call Anna 1 A-1',
    );
  });
});
