import { describe, expect, it } from 'vitest';
import { compileProgram } from '../../../src/engine/index.js';
import { instant } from '../../../src/model/instant.js';
import { createMemoryState } from '../../../src/simulate/memoryState.js';
import { startSimulation } from '../../../src/simulate/simulation.js';
import { projectOf } from '../../simulate/support/project.js';
import { changed, created, play, type Told } from './play.js';

const trigger = (steps: string, more = '') =>
  `kind: Trigger\ncode: story\n${more}on: {event: order.created}\ndo:\n${steps}`;

const items = [
  { id: 11, quantity: 2, initialPrice: 100, offer: { id: 5, article: 'TS-01' } },
  { id: 12, quantity: 1, initialPrice: 300, offer: { id: 6, article: 'SK-02' } },
];
const order = { id: 1, items, summ: 500, totalSumm: 700 };

function effectOf(type: string, played: ReturnType<typeof play>) {
  return played.effects.find((effect) => effect.type === type);
}

describe('emit', () => {
  it('starts other triggers with what it carries, about the same order and customer', () => {
    const yaml = `${trigger('  - {id: tell, emit: {event: custom.big, data: {sum: =order.totalSumm, text: "{{ order.number }}"}}}\n')}---
kind: Trigger
code: listener
on: {event: custom.big}
do: [{id: say, note: "{{ event.sum }} {{ event.text }} {{ order.id }}"}]
`;
    expect(play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00').lines).toContain(
      '2026-03-02 10:00 note say 700 A-1 1',
    );
  });
});

describe('items', () => {
  const run = (value: string) =>
    play(trigger(`  - {id: go, items: ${value}}\n`), [created('2026-03-02 10:00', order)], '2026-03-02 10:00');

  it('adds lines, once however often it is asked, and the sums follow', () => {
    const { state } = run('{add: [{offer: {article: GIFT}, quantity: 1, price: 50}]}');
    const after = state.world.order('1')!;
    expect(after['items']).toHaveLength(3);
    expect(after).toMatchObject({ summ: 550, totalSumm: 750 });
  });

  it('adds nothing when the offer that is asked for is not there', () => {
    const { effects } = run('{add: [{offer: =order.managerComment}]}');
    expect(effects).toMatchObject([{ outcome: 'skipped', reason: 'missing-value', data: { missing: 'offer' } }]);
  });

  it('removes the lines for which the condition holds', () => {
    const { state } = run('{remove: true, where: item.offer.article == "SK-02"}');
    expect(state.world.order('1')).toMatchObject({ items: [{ id: 11 }], summ: 200, totalSumm: 400 });
  });

  it('changes fields of lines, and does nothing when they are so already', () => {
    const { state } = run('{set: {quantity: "=item.quantity + 1"}, where: item.initialPrice < 200}');
    expect(state.world.order('1')).toMatchObject({ items: [{ quantity: 3 }, { quantity: 1 }], totalSumm: 800 });
    expect(run('{set: {quantity: "=item.quantity"}}').effects).toEqual([]);
  });
});

describe('discount', () => {
  const manual = { ...order, discountManualAmount: 20, totalSumm: 680 };

  it('adds to what people gave, replaces its own, and 0 takes it away', () => {
    const yaml = trigger(`
  - {id: first, discount: {percent: 10}}
  - {id: pause, wait: 1h}
  - {id: second, discount: {amount: 100}}
  - {id: again, wait: 1h}
  - {id: none, discount: {amount: 0}}
`);
    const at = (until: string) => play(yaml, [created('2026-03-02 10:00', manual)], until).state.world.order('1');
    expect(at('2026-03-02 10:00')).toMatchObject({ discountManualAmount: 70, totalSumm: 630 });
    expect(at('2026-03-02 11:00')).toMatchObject({ discountManualAmount: 120, totalSumm: 580 });
    expect(at('2026-03-02 12:00')).toMatchObject({ discountManualAmount: 20, totalSumm: 680 });
  });

  it('on lines makes so many units cheaper', () => {
    const yaml = trigger(
      '  - {id: go, discount: {percent: 50, of: item, where: item.offer.article == "TS-01", units: 1}}\n',
    );
    const { state, effects } = play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00');
    expect(state.world.order('1')).toMatchObject({
      items: [{ id: 11, discountManualAmount: 25 }, { id: 12 }],
      totalSumm: 650,
    });
    expect(effects[0]!.data['amount']).toBe(50);
  });

  it('of a price is of that before it, however often it is asked for', () => {
    const yaml = trigger(`
  - {id: first, discount: {percent: 10, of: item}}
  - {id: pause, wait: 1h}
  - {id: second, discount: {percent: 10, of: item}}
`);
    const { lines, state } = play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 11:00');
    expect(lines).toEqual(['2026-03-02 10:00 discount first']);
    expect(state.world.order('1')).toMatchObject({
      items: [{ discountManualAmount: 10 }, { discountManualAmount: 30 }],
    });
  });

  it('takes off no more than there is', () => {
    const yaml = trigger('  - {id: all, discount: {amount: 1000}}\n');
    const { effects } = play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00');
    expect(effects[0]!.data['amount']).toBe(500);
  });

  it('is of the sum where nobody told the lines', () => {
    const yaml = trigger('  - {id: less, discount: {percent: 10}}\n');
    const { effects } = play(yaml, [created('2026-03-02 10:00', { summ: 500 })], '2026-03-02 10:00');
    expect(effects[0]!.data['amount']).toBe(50);
  });
});

describe('reserve', () => {
  const stock = (quantity: number): Told => [
    '2026-03-02 09:00',
    'stock.changed',
    { offer: { id: 5, article: 'TS-01' }, quantity },
  ];
  const line = [{ id: 1, quantity: 1, offer: { id: 5 } }];
  const yaml = trigger(`
  - {id: take, reserve: =order.items}
  - {id: say, note: "{{ steps.take.ok ? 'taken' : 'missing' }} {{ order.id }}"}
`);

  it('is all or nothing, and later orders of the same moment see what is left', () => {
    const events = [
      stock(1),
      created('2026-03-02 10:00', { id: 1, items: line }),
      created('2026-03-02 10:00', { id: 2, items: line }),
    ];
    const played = play(yaml, events, '2026-03-02 10:00');
    expect(played.lines.filter((text) => text.includes('note')).sort()).toEqual([
      '2026-03-02 10:00 note say missing 2',
      '2026-03-02 10:00 note say taken 1',
    ]);
    expect(played.effects.find(({ outcome }) => outcome === 'skipped')).toMatchObject({
      reason: 'no-stock',
      data: { missing: [{ offer: { id: 5 }, missing: 1 }] },
    });
  });

  it('takes out of the store from which the order is sent, and nothing for cancelled lines', () => {
    const taken = (isCanceled: boolean) =>
      play(
        trigger('  - {id: take, reserve: =order.items}\n'),
        [
          ['2026-03-02 09:00', 'stock.changed', { offer: { id: 5 }, quantity: 1, store: 'main' }],
          created('2026-03-02 10:00', { id: 1, shipmentStore: 'main', items: [{ ...line[0], isCanceled }] }),
        ],
        '2026-03-02 10:00',
      ).effects.map(({ data }) => data['store']);
    expect(taken(false)).toEqual(['main']);
    expect(taken(true)).toEqual([]);
  });

  it('gives an order again what it holds already', () => {
    const twice = trigger(`
  - {id: take, reserve: =order.items}
  - {id: again, reserve: =order.items}
  - {id: say, note: "{{ steps.again.ok ? 'taken' : 'missing' }}"}
`);
    const { lines } = play(twice, [stock(1), created('2026-03-02 10:00', { id: 1, items: line })], '2026-03-02 10:00');
    expect(lines.at(-1)).toBe('2026-03-02 10:00 note say taken');
  });

  it('gives the last unit to the trigger of higher priority', () => {
    const story = (code: string, priority: number, id: number) =>
      `kind: Trigger\ncode: ${code}\npriority: ${priority}\non: {event: custom.check, each: "orders(o, o.status == \\"wait\\" && o.id == ${id})"}\ndo:\n  - {id: take, reserve: =order.items}\n  - {id: got, if: steps.take.ok, note: "${code} {{ order.id }}"}\n`;
    const waiting = (id: number, createdAt: string) =>
      created('2026-03-02 09:30', { id, status: 'wait', createdAt, items: line, customer: { id } });
    const { lines } = play(
      `${story('low', 10, 1)}---\n${story('high', 90, 2)}`,
      [
        stock(1),
        waiting(1, '2026-03-02 09:20:00'),
        waiting(2, '2026-03-02 09:10:00'),
        ['2026-03-02 10:00', 'custom.check', {}],
      ],
      '2026-03-02 10:00',
    );
    expect(lines.filter((text) => text.includes(' note '))).toEqual(['2026-03-02 10:00 note got high 2']);
  });

  it('counts in stock(), until it is released', () => {
    const story =
      trigger(`
  - {id: take, reserve: =order.items}
  - {id: then, note: "{{ vars.seen }}"}
  - {id: pause, wait: 1h}
  - {id: back, release: all}
`) +
      `---
kind: Trigger
code: look
on: {event: custom.look}
do: [{id: say, if: 'stock("TS-01") == 2', note: two}, {id: other, if: stock(event.offer) == 3, note: three}]
`;
    const yaml = story.replace('do:\n\n', 'vars: {seen: "=stock(order.items[0].offer)"}\ndo:\n');
    const look = (at: string): Told => [at, 'custom.look', { offer: { id: 5 }, customer: { id: 7 } }];
    expect(
      play(
        yaml,
        [
          stock(3),
          created('2026-03-02 10:00', { id: 1, items: [{ id: 1, quantity: 1, offer: { id: 5, article: 'TS-01' } }] }),
          look('2026-03-02 10:30'),
          look('2026-03-02 11:30'),
        ],
        '2026-03-02 12:00',
      ).lines,
    ).toEqual([
      '2026-03-02 10:00 reserve take',
      '2026-03-02 10:00 note then 3',
      '2026-03-02 10:30 note say two',
      '2026-03-02 11:00 release back',
      '2026-03-02 11:30 note other three',
    ]);
  });
});

describe('bonus', () => {
  const program = 'kind: Program\ncode: club\nledger: own\nexpires: 10d\nredeem: {max: 50%}\n---\n';

  it('gives lots that expire, spends the nearest expiry first, and bonus() tells the balance', () => {
    const yaml =
      program +
      trigger(`
  - {id: a, bonus: {credit: 100, program: club}}
  - {id: b, bonus: {credit: 50, program: club, expires: 5d}}
  - {id: c, bonus: {charge: 60, program: club}}
  - {id: now, note: "{{ steps.c.balance }}"}
  - {id: later, wait: 6d}
  - {id: six, if: bonus("club").active == 90, note: "six"}
  - {id: more, wait: 5d}
  - {id: gone, if: bonus("club").active == 0 && bonus("club").spent == 60, note: "gone"}
`);
    const { lines } = play(yaml, [created('2026-03-02 10:00', order)], '2026-04-02 10:00');
    expect(lines.map((text) => text.slice(17))).toEqual([
      'bonus a',
      'bonus b',
      'bonus c',
      'note now 90',
      'note six six',
      'note gone gone',
    ]);
  });

  it('tells what cannot be spent yet, and when the next expire, of what is left', () => {
    const yaml =
      program +
      trigger(`
  - {id: a, bonus: {credit: 100, program: club, expires: 5d}}
  - {id: b, bonus: {credit: 50, program: club, expires: 10d}}
  - {id: c, bonus: {credit: 30, program: club, activates: 2d, expires: 20d}}
  - {id: d, bonus: {charge: 100, program: club}}
  - {id: first, if: bonus("club").pending == 30 && bonus("club").nextExpiry == entry.at + days(10), note: "of b"}
  - {id: later, wait: 3d}
  - {id: second, if: bonus("club").pending == 0 && bonus("club").active == 80, note: "all of it"}
  - {id: last, wait: 8d}
  - {id: third, if: bonus("club").active == 30 && bonus("club").nextExpiry == entry.at + days(20), note: "of c"}
`);
    const { lines } = play(yaml, [created('2026-03-02 10:00', { ...order, summ: 1000 })], '2026-04-02 10:00');
    expect(lines.map((text) => text.slice(17)).filter((text) => text.startsWith('note'))).toEqual([
      'note first of b',
      'note second all of it',
      'note third of c',
    ]);
  });

  it('gives whole kopecks, until a day of the account', () => {
    const yaml = program + trigger('  - {id: a, bonus: {credit: "=order.summ * 0.033333", program: club}}\n');
    const [effect] = play(yaml, [created('2026-03-02 22:30', order)], '2026-03-02 22:30').effects;
    expect(effect!.data).toMatchObject({ amount: 16.67, movements: [{ amount: 16.67, expires: '2026-03-13' }] });
  });

  it('knows by the account which of several programs of the CRM moved; where nobody says, none of them', () => {
    const yaml =
      'kind: Program\ncode: one\nledger: crm\nloyalty: 1\n---\nkind: Program\ncode: two\nledger: crm\nloyalty: 2\n---\n' +
      'kind: Trigger\ncode: say\non: {event: order.created}\ndo: [{id: n, note: "{{ vars.balances }}"}]\n' +
      'vars: {balances: "=string(bonus(\\"one\\").active) + \\" \\" + string(bonus(\\"two\\").active)"}\n';
    const credited = (account: object): Told => [
      '2026-03-02 09:00',
      'loyalty.credited',
      { account, operation: { amount: 30 }, customer: { id: 7 } },
    ];
    const balances = (account: object) =>
      play(yaml, [credited(account), created('2026-03-02 10:00', order)], '2026-03-02 10:00').lines;
    expect(balances({ id: 9, loyalty: { id: 2 } })).toEqual(['2026-03-02 10:00 note n 0 30']);
    expect(balances({ id: 9 })).toEqual(['2026-03-02 10:00 note n 0 0']);
  });

  it('gives the survivor back what a merged customer had spent on an order', () => {
    const yaml =
      program +
      trigger(`
  - {id: a, bonus: {credit: 100, program: club, order: other}}
  - {id: c, bonus: {charge: 80, program: club}}
`) +
      `---
kind: Trigger
code: returned
on: {changed: order.status, to: returned}
do:
  - {id: back, bonus: {reverse: charge, program: club}}
  - {id: say, note: "{{ steps.back.amount }} {{ steps.back.balance }}"}
`;
    const { lines } = play(
      yaml,
      [
        created('2026-03-02 10:00', order),
        ['2026-03-02 10:30', 'customer.created', { customer: { id: 9 } }],
        ['2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } }],
        changed('2026-03-03 10:00', 1, { status: 'returned' }),
      ],
      '2026-03-03 10:00',
    );
    expect(lines.at(-1)).toBe('2026-03-03 10:00 note say 80 100');
  });

  it('gives the survivor what a merged customer has in a ledger of our own, with its expiry', () => {
    const yaml =
      program +
      trigger(`
  - {id: a, if: customer.id == 7, bonus: {credit: 100, program: club}}
  - {id: b, if: customer.id == 9, bonus: {credit: 40, program: club, expires: 30d}}
  - {id: pause, wait: 1d}
  - {id: say, if: customer.id == 9 && bonus("club").active == 140, note: "all of it"}
  - {id: later, wait: 10d}
  - {id: end, if: customer.id == 9 && bonus("club").active == 40, note: "the rest"}
`);
    const { lines } = play(
      yaml,
      [
        created('2026-03-02 10:00', order),
        created('2026-03-02 10:10', { ...order, id: 2, customer: { id: 9 } }),
        ['2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } }],
      ],
      '2026-04-02 10:00',
    );
    expect(lines.map((text) => text.slice(17)).filter((text) => text.startsWith('note'))).toEqual([
      'note say all of it',
      'note say all of it',
      'note end the rest',
      'note end the rest',
    ]);
  });

  it('leaves the account of the CRM alone when the ledger is our own, and says which program moved', () => {
    const yaml =
      program +
      trigger('  - {id: a, bonus: {credit: 100, program: club}}\n') +
      '---\nkind: Trigger\ncode: heard\non: {event: loyalty.credited}\ndo: [{id: say, note: "{{ operation.program }} {{ operation.amount }}"}]\n';
    const { lines, state } = play(
      yaml,
      [created('2026-03-02 10:00', { ...order, customer: { id: 7, loyaltyAccount: { id: 91, amount: 5 } } })],
      '2026-03-02 10:00',
    );
    expect(lines).toContain('2026-03-02 10:00 note say club 100');
    expect(state.world.customer('7')!['loyaltyAccount']).toEqual({ id: 91, amount: 5 });
  });

  it('fails when there is not enough, or when the order may not be paid with so much', () => {
    const yaml =
      program +
      trigger(
        '  - {id: a, bonus: {credit: 400, program: club}}\n  - {id: c, bonus: {charge: "=order.summ * 0.7", program: club}, onError: [{id: oops, note: "{{ steps.c.reason }}"}]}\n  - {id: d, bonus: {charge: 500, program: club}}\n  - {id: never, note: no}\n',
      );
    const { lines, journal } = play(
      yaml,
      [created('2026-03-02 10:00', { ...order, totalSumm: 600 })],
      '2026-03-02 10:00',
    );
    expect(lines.map((text) => text.slice(17))).toEqual([
      'bonus a',
      'bonus c (skipped: over-limit)',
      'note c/onError/oops over-limit',
      'bonus d (skipped: over-limit)',
    ]);
    expect(journal.at(-1)).toMatchObject({ what: 'failed', reason: 'over-limit' });
  });

  it('gives back what an order cost with the expiry that it had', () => {
    const yaml =
      program +
      trigger(`
  - {id: a, bonus: {credit: 100, program: club, order: other}}
  - {id: c, bonus: {charge: 100, program: club}}
  - {id: wait, wait: 1d}
  - {id: back, bonus: {reverse: charge, program: club, share: 0.5}}
  - {id: say, note: "{{ steps.back.balance }}"}
  - {id: later, wait: 9d}
  - {id: end, if: bonus("club").active == 0, note: burnt}
`);
    expect(
      play(yaml, [created('2026-03-02 10:00', order)], '2026-04-02 10:00').lines.map((text) => text.slice(17)),
    ).toEqual(['bonus a', 'bonus c', 'bonus back', 'note say 50', 'note end burnt']);
  });

  it('gives back shares of what was once spent, line after line, and nothing twice', () => {
    const yaml =
      program +
      trigger(`
  - {id: a, bonus: {credit: 100, program: club, order: other}}
  - {id: c, bonus: {charge: 80, program: club}}
  - {id: first, bonus: {reverse: charge, program: club, share: 0.25}}
  - {id: second, bonus: {reverse: charge, program: club, share: 0.25}}
  - {id: say, note: "{{ steps.first.amount }} {{ steps.second.amount }} {{ steps.second.balance }}"}
  - {id: rest, bonus: {reverse: both, program: club}}
  - {id: again, bonus: {reverse: both, program: club}}
  - {id: end, note: "{{ steps.rest.amount }} {{ steps.rest.balance }}"}
`);
    expect(
      play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00').lines.map((text) => text.slice(17)),
    ).toEqual([
      'bonus a',
      'bonus c',
      'bonus first',
      'bonus second',
      'note say 20 20 60',
      'bonus rest',
      'note end 40 100',
    ]);
  });

  it('knows what the program of the CRM gave and took, and takes it back with the order', () => {
    const yaml =
      'kind: Program\ncode: club\nledger: crm\n---\n' +
      `kind: Trigger\ncode: back\non: {changed: order.status, to: returned}\ndo:
  - {id: before, note: "170", if: bonus("club").active == 170 && bonus("club").spent == 30}
  - {id: back, bonus: {reverse: both, program: club}}
  - {id: say, note: "{{ steps.back.amount }} {{ steps.back.balance }}"}
`;
    const account = (amount: number) => ({ id: 91, amount });
    const { lines } = play(
      yaml,
      [
        created('2026-03-02 10:00', order),
        [
          '2026-03-02 11:00',
          'loyalty.charged',
          { account: account(70), operation: { amount: -30 }, customer: { id: 7 }, order: { id: 1 } },
        ],
        [
          '2026-03-02 12:00',
          'loyalty.credited',
          { account: account(170), operation: { amount: 100, order: { id: 1 } }, customer: { id: 7 } },
        ],
        // What crmctl did comes back from the CRM with its mark, and counts once.
        [
          '2026-03-02 12:00',
          'loyalty.credited',
          { account: account(170), operation: { amount: 50, comment: 'crmctl:x/1' }, customer: { id: 7 } },
        ],
        changed('2026-03-03 10:00', 1, { status: 'returned' }),
      ],
      '2026-03-03 10:00',
    );
    expect(lines.map((text) => text.slice(17))).toEqual(['note before 170', 'bonus back', 'note say 130 100']);
  });

  it('knows what others gave and took in a ledger outside the CRM, when they name the program', () => {
    const yaml =
      'kind: Program\ncode: club\nledger: own\n---\nkind: Program\ncode: account\nledger: crm\n---\n' +
      `kind: Trigger\ncode: back\non: {changed: order.status, to: returned}\ndo:
  - {id: before, note: "70", if: bonus("club").active == 70 && bonus("club").spent == 30 && bonus("account").active == 500}
  - {id: back, bonus: {reverse: both, program: club}}
  - {id: say, note: "{{ steps.back.amount }} {{ steps.back.balance }}"}
`;
    const member = { id: 7, loyaltyAccount: { id: 91, amount: 500 } };
    const { lines } = play(
      yaml,
      [
        created('2026-03-02 10:00', { ...order, customer: member }),
        ['2026-03-02 11:00', 'loyalty.credited', { operation: { amount: 100, program: 'club' }, customer: { id: 7 } }],
        [
          '2026-03-02 12:00',
          'loyalty.charged',
          { operation: { amount: -30, program: 'club' }, customer: { id: 7 }, order: { id: 1 } },
        ],
        ['2026-03-02 12:00', 'loyalty.credited', { operation: { amount: 9, program: 'other' }, customer: { id: 7 } }],
        changed('2026-03-03 10:00', 1, { status: 'returned' }),
      ],
      '2026-03-03 10:00',
    );
    expect(lines.map((text) => text.slice(17))).toEqual(['note before 70', 'bonus back', 'note say 30 100']);
  });

  it('is suppressed for those who are held out', () => {
    const yaml =
      program +
      trigger(
        '  - {id: a, bonus: {credit: 100, program: club}}\n  - {id: k, coupon: {percent: 10}}\n  - {id: t, task: {text: do}}\n',
        'holdout: 100%\n',
      );
    expect(
      play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00').lines.map((text) => text.slice(17)),
    ).toEqual(['bonus a (skipped: holdout)', 'coupon k (skipped: holdout)', 'task t do']);
  });
});

describe('coupon', () => {
  it('makes a code of its own, the same in every run, with an end', () => {
    const yaml = trigger(
      '  - {id: gift, coupon: {percent: 10, expires: 7d, prefix: SALE}}\n  - {id: say, note: "{{ steps.gift.code }}"}\n',
    );
    const codes = () => play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00');
    const code = String(effectOf('coupon', codes())!.data['code']);
    expect(code).toMatch(/^SALE[2-9A-Z]{8}$/);
    expect(effectOf('note', codes())!.data['text']).toBe(code);
    expect(effectOf('coupon', codes())!.data['expires']).toBe('2026-03-09T10:00:00Z');
  });

  it('of a pool goes to one, wherever in the list it is put later', () => {
    const state = createMemoryState();
    const codes = (pool: string, ...orders: readonly number[]): readonly unknown[] => {
      const yaml = trigger(`  - {id: gift, coupon: {percent: 10, pool: ${pool}}}\n`, 'mode: parallel\nkey: order.id\n');
      const { project, sites, words } = projectOf(yaml);
      const given: unknown[] = [];
      const simulation = startSimulation(compileProgram(project, sites, words), state, words, at, ({ effects }) => {
        given.push(...effects.map(({ reason, data }) => reason ?? data['code']));
      });
      for (const id of orders) {
        const [, type, data] = created('', { ...order, id });
        simulation.take({ id: `e${id}`, source: 'test', type, at, data });
      }
      simulation.runUntil(at);
      return given.toSorted();
    };
    const at = instant(Date.parse('2026-03-02T10:00:00Z'));
    expect(codes('[ONE, TWO]', 1, 2, 3)).toEqual(['ONE', 'TWO', 'pool-is-empty']);
    expect(codes('[ZERO, ONE, TWO, THREE]', 4, 5, 6)).toEqual(['THREE', 'ZERO', 'pool-is-empty']);
    expect(codes('[ANEW, ONE]', 7)).toEqual(['ANEW']);
  });

  describe('is used', () => {
    const yaml = trigger(
      "  - {id: gift, coupon: {percent: 10, pool: [SPRING, SUMMER]}}\n  - {id: pause, wait: 2d}\n  - {id: say, note: \"{{ steps.gift.used ? 'used' : 'not yet' }}\"}\n  - {id: thank, if: steps.gift.used, task: {text: Thanks}}\n",
      'mode: parallel\nkey: order.id\n',
    );
    const story = (events: readonly Told[]): readonly unknown[] =>
      play(yaml, [created('2026-03-02 10:00', order), ...events], '2026-03-04 10:00')
        .effects.filter(({ type, order: id }) => type !== 'coupon' && id === '1')
        .map(({ type, data }) => (type === 'note' ? data['text'] : type));
    const another = (customFields: object, customer = 7) =>
      created('2026-03-03 10:00', { id: 2, customer: { id: customer }, customFields });

    it('when an order of the customer, this one or another, has its code in a custom field', () => {
      expect(story([another({ promo: ' spring ' })])).toEqual(['used', 'task']);
      expect(story([another({ promo: ['X', 'SPRING'] })])).toEqual(['used', 'task']);
      expect(story([changed('2026-03-03 10:00', 1, { 'customFields.promo': 'SPRING' })])).toEqual(['used', 'task']);
    });

    it('not by another code, by another customer, or before', () => {
      expect(story([])).toEqual(['not yet']);
      expect(story([another({ promo: 'WINTER' })])).toEqual(['not yet']);
      expect(story([another({ promo: 'SPRING' }, 8)])).toEqual(['not yet']);
    });

    it('also of a step in a sequence, and for an exit', () => {
      const inSequence = `${trigger(
        '  - {id: go, call: reward}\n  - {id: pause, wait: 2d}\n  - {id: say, note: "{{ steps.go.gift.used }}"}\n',
        'key: order.id\nexit: steps.go.gift.used\n',
      )}---
kind: Sequence
code: reward
name: Reward
do: [{id: gift, coupon: {percent: 5, pool: [SPRING]}}]
`;
      const notes = (...events: Told[]) =>
        play(inSequence, [created('2026-03-02 10:00', order), ...events], '2026-03-04 10:00').effects.filter(
          ({ type, order: id }) => type === 'note' && id === '1',
        );
      expect(notes()).toHaveLength(1);
      expect(notes(changed('2026-03-03 10:00', 1, { 'customFields.promo': 'SPRING' }))).toEqual([]);
      expect(notes(another({ promo: 'SPRING' }))).toEqual([]);
    });
  });

  it('gives each code of a pool once, then none', () => {
    const yaml = trigger('  - {id: gift, coupon: {amount: 5, pool: [A, B]}}\n');
    const { effects } = play(
      yaml,
      [1, 2, 3].map((id) => created('2026-03-02 10:00', { id, customer: { id } })),
      '2026-03-02 10:00',
    );
    expect(effects.map(({ data, reason }) => data['code'] ?? reason).toSorted()).toEqual(['A', 'B', 'pool-is-empty']);
  });

  it('gives no code twice, whichever steps share the pool', () => {
    const yaml = trigger(
      '  - {id: one, coupon: {amount: 5, pool: [A, B]}}\n  - {id: two, coupon: {amount: 9, pool: [A, B, C]}}\n',
    );
    const { effects } = play(
      yaml,
      [1, 2].map((id) => created('2026-03-02 10:00', { id, customer: { id } })),
      '2026-03-02 10:00',
    );
    expect(effects.flatMap(({ data }) => data['code'] ?? []).toSorted()).toEqual(['A', 'B', 'C']);
    expect(effects.flatMap(({ reason }) => reason ?? [])).toEqual(['pool-is-empty']);
  });
});

describe('assign', () => {
  const team = (more = '') =>
    `kind: Team\ncode: sales\nmembers: [user/anna@shop.ru, user/oleg@shop.ru, user/vera@shop.ru]\n${more}---\n`;
  const user = (id: number, email: string, more: object = {}): Told => [
    '2026-03-02 08:00',
    'custom.user',
    { user: { id, email, ...more } },
  ];
  const users = [
    user(1, 'anna@shop.ru', { online: false }),
    user(2, 'oleg@shop.ru', { online: true }),
    user(3, 'vera@shop.ru', { online: true }),
  ];
  const orders = (count: number) =>
    Array.from({ length: count }, (_, index) => created('2026-03-02 10:00', { id: index + 1 }));
  const managers = (yaml: string, events: readonly Told[]) => {
    const { state } = play(yaml, events, '2026-03-02 12:00');
    return [1, 2, 3, 4].map((id) => state.world.order(String(id))?.['managerId']).filter((id) => id !== undefined);
  };

  it('goes through the team in turn, without those who do not fit', () => {
    expect(managers(team() + trigger('  - {id: who, assign: {team: sales}}\n'), [...users, ...orders(4)])).toEqual([
      '1',
      '2',
      '3',
      '1',
    ]);
    expect(
      managers(team() + trigger('  - {id: who, assign: {team: sales, only: online}}\n'), [...users, ...orders(4)]),
    ).toEqual(['2', '3', '2', '3']);
    expect(
      managers(team() + trigger('  - {id: who, assign: {team: sales, except: user/oleg@shop.ru}}\n'), [
        ...users,
        ...orders(3),
      ]),
    ).toEqual(['1', '3', '1']);
  });

  it('gives to who has the least, always to the first, or by a hash', () => {
    const busy = created('2026-03-02 09:00', { id: 9, managerId: 1 });
    expect(
      managers(
        `${team()}kind: Trigger\ncode: story\non: {event: order.created, where: order.id < 9}\ndo: [{id: who, assign: {team: sales, strategy: least-loaded}}]\n`,
        [...users, busy, ...orders(2)],
      ),
    ).toEqual(['2', '3']);
    expect(
      managers(team() + trigger('  - {id: who, assign: {team: sales, strategy: fixed}}\n'), [...users, ...orders(2)]),
    ).toEqual(['1', '1']);
    const random = team('strategy: random\n') + trigger('  - {id: who, assign: {team: sales}}\n');
    expect(managers(random, [...users, ...orders(4)])).toEqual(managers(random, [...users, ...orders(4)]));
  });

  it('changes nothing when nobody is left', () => {
    const all = users.map(([at, type, { user: known }]): Told => [
      at,
      type,
      { user: { ...(known as object), online: false } },
    ]);
    const yaml =
      team() +
      trigger('  - {id: who, assign: {team: sales, only: online}}\n  - {id: say, note: "{{ steps.who.reason }}"}\n');
    expect(play(yaml, [...all, ...orders(1)], '2026-03-02 10:00').lines.map((text) => text.slice(17))).toEqual([
      'assign who (skipped: nobody-left)',
      'note say nobody-left',
    ]);
  });

  it('knows a member of whom a log tells nothing by his address', () => {
    const yaml =
      team() + trigger('  - {id: who, assign: {team: sales}}\n  - {id: say, note: "{{ order.manager.email }}"}\n');
    expect(play(yaml, orders(1), '2026-03-02 10:00').lines.at(-1)).toBe('2026-03-02 10:00 note say anna@shop.ru');
  });
});

describe('cost, order, customer, invoice, exec, audience', () => {
  it('books an expense for the responsible manager', () => {
    const yaml = trigger('  - {id: pay, cost: {item: bonus, amount: =order.totalSumm * 0.015, user: manager}}\n');
    expect(
      play(yaml, [created('2026-03-02 10:00', { ...order, managerId: 3 })], '2026-03-02 10:00').effects[0],
    ).toMatchObject({
      data: { item: 'bonus', amount: 10.5, performer: '3', date: '2026-03-02' },
    });
  });

  it('makes one order for each value of the key, and other triggers see it', () => {
    const yaml = `kind: Trigger
code: story
on: {event: review.posted}
do:
  - {id: gift, order: {create: {status: new, number: "G-{{ customer.id }}", items: [{offer: {article: GIFT}, quantity: 1}]}, key: =customer.id}}
---
kind: Trigger
code: seen
on: {event: order.created}
do: [{id: say, note: "{{ order.number }}"}]
`;
    const review = (at: string): Told => [at, 'review.posted', { review: { id: at, score: 5 }, customer: { id: 7 } }];
    const { lines, effects } = play(yaml, [review('2026-03-02 10:00'), review('2026-03-03 10:00')], '2026-03-04 10:00');
    expect(lines.map((text) => text.slice(17))).toEqual(['order gift', 'note say G-7', 'order gift']);
    expect(effects.filter(({ type }) => type === 'order').map(({ data }) => data['existed'] === true)).toEqual([
      false,
      true,
    ]);
  });

  it('merges customers: orders and instances go to the one that stays', () => {
    const yaml = trigger('  - {id: one, customer: {merge: "=customers(c, c.email == customer.email)"}}\n');
    const { state, effects } = play(
      yaml,
      [
        ['2026-03-01 10:00', 'customer.created', { customer: { id: 6, email: 'a@b.c' } }],
        ['2026-03-01 10:00', 'customer.created', { customer: { id: 5, email: 'a@b.c' } }],
        ['2026-03-01 11:00', 'order.changed', { order: { id: 9, customer: { id: 6 } } }],
        created('2026-03-02 10:00', { customer: { id: 7, email: 'a@b.c' } }),
      ],
      '2026-03-02 10:00',
    );
    expect(effects[0]!.data).toEqual({ into: '7', merge: ['5', '6'] });
    expect(state.world.ordersOf('7').map(({ id }) => id)).toEqual([9, 1]);
    expect(state.world.record('customer', '5')?.deleted).toBe(true);
  });

  it('bills the order and knows the link', () => {
    const yaml = trigger(
      '  - {id: bill, invoice: {type: card}}\n  - {id: say, note: "{{ steps.bill.amount }} {{ steps.bill.url }}"}\n',
    );
    const played = play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00');
    expect(played.lines.at(-1)).toBe(`2026-03-02 10:00 note say 700 invoice:${played.effects[0]!.id}`);
    expect(played.state.world.order('1')).toMatchObject({
      payments: [{ type: 'card', amount: 700, status: 'not-paid' }],
    });
  });

  it('bills nothing where nothing is to be paid', () => {
    const yaml = trigger('  - {id: bill, invoice: {type: card}}\n  - {id: say, note: "{{ steps.bill.ok }}"}\n');
    const { lines } = play(yaml, [created('2026-03-02 10:00', { id: 1, totalSumm: 0 })], '2026-03-02 10:00');
    expect(lines).toEqual(['2026-03-02 10:00 note say 1']);
  });

  it('names a program and its arguments', () => {
    const yaml = trigger(
      '  - {id: run, exec: {command: ./label, args: ["{{ order.number }}"], stdin: {id: =order.id}}}\n',
    );
    expect(play(yaml, [created('2026-03-02 10:00', order)], '2026-03-02 10:00').effects[0]!.data).toEqual({
      command: './label',
      args: ['A-1'],
      stdin: { id: 1 },
    });
  });

  it('puts a customer into an audience once', () => {
    const yaml = trigger('  - {id: in, audience: {add: buyers, network: vk}}\n');
    const { lines } = play(
      yaml,
      [
        created('2026-03-02 10:00', order),
        created('2026-03-03 10:00', { ...order, id: 2 }),
        changed('2026-03-03 11:00', 2, { status: 'x' }),
      ],
      '2026-03-04 10:00',
    );
    expect(lines).toEqual(['2026-03-02 10:00 audience in']);
  });
});
