import { describe, expect, test } from 'vitest';
import { takeTurn, type Input } from '../../src/engine/index.js';
import type { Effect } from '../../src/model/effect.js';
import { moment, order, tell, trigger } from './harness.js';

const started = 'on: {event: order.created}\n';
const call = '{id: call, task: {text: Call}}';
const fields = ['callAt: date', 'score: string', 'count: integer']
  .map((field) => field.split(': '))
  .map(([code, type]) => `kind: CustomField\ncode: ${code}\nof: order\ntype: ${type}\nname: ${code}`)
  .join('\n---\n');
const at = (story: ReturnType<typeof tell>) => story.done.map((line) => line.slice(0, 16));

describe('wait', () => {
  const waits = (wait: string, from = '2026-03-06 16:30') =>
    at(
      tell(fields, trigger(`${started}do: [{id: pause, wait: ${wait}}, ${call}]`))
        .at(from, 'order.created', order(1, { customFields: { callAt: '2026-03-20' } }))
        .until('2026-06-01 00:00'),
    );

  test('three clocks: elapsed, calendar, working time', () => {
    expect(waits('90m')).toEqual(['2026-03-06 18:00']);
    expect(waits('3d')).toEqual(['2026-03-09 16:30']);
    expect(waits('{for: 2h, calendar: office}')).toEqual(['2026-03-09 09:30']);
    expect(waits('{for: 90m, calendar: office}')).toEqual(['2026-03-06 18:00']);
  });

  test('at: the first such local time not before it; of a moment: on its own day', () => {
    expect(waits('{for: 3d, at: "11:00"}')).toEqual(['2026-03-10 11:00']);
    expect(waits('{until: =order.customFields.callAt, at: "10:00"}')).toEqual(['2026-03-20 10:00']);
  });

  test('open: the next working moment, at once when open', () => {
    expect(waits('{open: office}')).toEqual(['2026-03-06 16:30']);
    expect(waits('{open: office}', '2026-03-06 18:30')).toEqual(['2026-03-09 09:00']);
    expect(waits('{open: office}', '2026-03-06 13:30')).toEqual(['2026-03-06 14:00']);
  });

  test.each([
    ['2026-03-08', '2026-03-08 10:00'],
    ['2026-04-08', '2026-04-08 10:00'],
    ['2026-03-01', '2026-03-07 12:00'],
  ])('until: moves with its data, earlier, later, and into the past: %s', (date, due) => {
    const story = tell(
      fields,
      trigger(`${started}do: [{id: pause, wait: {until: =order.customFields.callAt, at: "10:00"}}, ${call}]`),
    )
      .at('2026-03-06 10:00', 'order.created', order(1, { customFields: { callAt: '2026-03-20' } }))
      .change('2026-03-07 12:00', 1, { 'customFields.callAt': date })
      .until('2026-06-01 00:00');
    expect(at(story)).toEqual([due]);
  });
});

describe('waitFor', () => {
  const result = '{id: say, task: {text: "{{ steps.paid.ok }}"}}';
  const waits = (step: string) =>
    tell(trigger(`${started}do: [${step}, ${result}]`))
      .at('2026-03-02 10:00', 'order.created', order(1, { payments: [{ id: 1, status: 'not-paid' }] }))
      .at('2026-03-02 11:00', 'payment.changed', { order: { id: 1 }, payment: { id: 1, status: 'invoice' } })
      .at('2026-03-02 12:00', 'payment.changed', { order: { id: 1 }, payment: { id: 1, status: 'paid' } })
      .until('2026-03-10 00:00')
      .effects.map(({ at: due, data }) => [due, data['text']]);

  test('the event for which where holds', () => {
    expect(waits('{id: paid, waitFor: {event: payment.changed, where: order.isPaid, timeout: 1d}}')).toEqual([
      [moment('2026-03-02 12:00'), '1'],
    ]);
    // A payment is a part of its order.
    expect(waits('{id: paid, waitFor: {event: order.changed, where: order.isPaid}}')).toHaveLength(1);
  });

  test('time-out: .ok is false; in working time, too', () => {
    expect(waits('{id: paid, waitFor: {event: review.posted, timeout: 1d}}')).toEqual([
      [moment('2026-03-03 10:00'), ''],
    ]);
    expect(waits('{id: paid, waitFor: {event: review.posted, timeout: {for: 9h, calendar: office}}}')).toEqual([
      [moment('2026-03-03 11:00'), ''],
    ]);
  });

  test('a list: the first of them', () => {
    const list = '{id: paid, waitFor: [{event: review.posted}, {event: payment.changed}], timeout: 1d}';
    expect(waits(list)).toEqual([[moment('2026-03-02 11:00'), '1']]);
  });

  test.each([
    ['entry', '2026-03-02 13:00'],
    ['step', '2026-03-03 13:00'],
  ])('since: %s', (since, due) => {
    const story = tell(
      trigger(
        `${started}do: [{id: pause, wait: 3h}, {id: paid, waitFor: {event: review.posted, where: event.review.score > 3, since: ${since}, timeout: 1d}}, ${call}]`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 11:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 4 } })
      .until('2026-03-10 00:00');
    expect(at(story)).toEqual([due]);
  });

  test.each([
    // Three hours before the step are an hour before the entry.
    ['1h', '2026-03-02 13:00'],
    ['3h', '2026-03-02 12:00'],
    ['1d', '2026-03-02 12:00'],
  ])('since: %s looks back before the entry', (since, due) => {
    const story = tell(
      trigger(
        `${started}do: [{id: pause, wait: 2h}, {id: paid, waitFor: {event: review.posted, where: event.review.score > 3, since: ${since}, timeout: 1h}}, ${call}]`,
      ),
    )
      .at('2026-03-02 08:00', 'review.posted', { customer: { id: 8 }, review: { id: 8, score: 5 } })
      .at('2026-03-02 09:30', 'review.posted', { customer: { id: 7 }, review: { id: 1, score: 4 } })
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-10 00:00');
    expect(at(story)).toEqual([due]);
  });

  test('since: entry, of several the first; in a loop each round has its own', () => {
    const heard = (steps: string) =>
      tell(trigger(`${started}do: ${steps}`))
        .at('2026-03-02 10:00', 'order.created', order(1, { items: [{ id: 1 }, { id: 2 }] }))
        .at('2026-03-02 11:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 4 } })
        .at('2026-03-02 12:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 5 } })
        .until('2026-03-10 00:00')
        .effects.map(({ at: time, data }) => [new Date(time + 3 * 3_600_000).toISOString().slice(8, 16), data['text']]);
    const wait = (where = '') => `{id: got, waitFor: {event: review.posted${where}, since: entry, timeout: 1d}}`;
    const say =
      '{id: say, task: {text: "{% if steps.got.ok %}{{ steps.got.event.review.score }}{% else %}no{% endif %}"}}';
    expect(heard(`[{id: pause, wait: 3h}, ${wait()}, ${say}]`)).toEqual([['02T13:00', '4']]);
    // The second line waits for a review of its own, whatever came of the first while that was done.
    expect(
      heard(
        `[{id: lines, each: =order.items, do: [${wait(', where: event.review.id == item.id')}, ${say}, {id: pause, wait: 2h}]}]`,
      ),
    ).toEqual([
      ['02T11:00', '4'],
      ['03T13:00', 'no'],
    ]);
    expect(heard(`[{id: twice, repeat: {max: 3, do: [${wait()}, ${say}]}}]`)).toEqual([
      ['02T11:00', '4'],
      ['02T12:00', '5'],
      ['03T12:00', 'no'],
    ]);
  });

  test('a time-out is over with the event: it does not end what is waited for next', () => {
    const story = tell(
      trigger(
        `${started}do: [{id: first, waitFor: {event: review.posted, timeout: 1d}}, {id: paid, waitFor: {event: order.deleted}}, ${call}]`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 11:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 4 } })
      .until('2026-03-10 00:00');
    expect(story.done).toEqual([]);
  });

  describe('looking back', () => {
    const told = (since: string, where = '', on = started) =>
      tell(
        trigger(
          `${on}do: [{id: paid, waitFor: {event: review.posted${where}, since: ${since}, timeout: 1h}}, {id: say, task: {text: "{% if steps.paid.ok %}{{ steps.paid.event.review.id }}{% else %}none{% endif %}"}}]`,
        ),
      );
    const review = (id: number, customer = 7) => ({ customer: { id: customer }, review: { id, score: 5 } });
    const said = (story: ReturnType<typeof tell>) =>
      story.until('2026-03-04 00:00').effects.map(({ data }) => data['text']);

    test('finds the first, whether it was of the order or of the customer', () => {
      const story = told('3h')
        .at('2026-03-02 08:00', 'review.posted', review(1))
        .at('2026-03-02 09:00', 'review.posted', { ...review(2), order: { id: 1, customer: { id: 7 } } })
        .at('2026-03-02 10:00', 'order.created', order(1));
      expect(said(story)).toEqual(['1']);
    });

    test('finds the latest 50 of very many', () => {
      const story = told('3h');
      for (let minute = 0; minute < 60; minute++)
        story.at(`2026-03-02 09:${String(minute).padStart(2, '0')}`, 'review.posted', review(minute));
      expect(said(story.at('2026-03-02 10:00', 'order.created', order(1)))).toEqual(['10']);
    });

    test('finds what somebody did before another was merged with him', () => {
      const story = told('2h')
        .at('2026-03-02 07:00', 'review.posted', review(1, 8))
        .at('2026-03-02 08:30', 'review.posted', review(2))
        .at('2026-03-02 09:00', 'customer.merged', { customer: { id: 8 }, combinedTo: { id: 7 } })
        .at('2026-03-02 10:00', 'order.created', order(1));
      expect(said(story)).toEqual(['2']);
    });

    test('finds a call of the same number, by somebody whom the CRM does not know', () => {
      const calls = trigger(
        'on: {event: call.missed, where: event.call.id == 3}\ndo: [{id: before, waitFor: {event: call.missed, since: 1d, timeout: 1h}}, {id: say, task: {text: "{% if steps.before.ok %}{{ steps.before.event.call.id }}{% else %}none{% endif %}"}}]',
      );
      const story = tell(calls)
        .at('2026-03-02 08:00', 'call.missed', { call: { id: 1, phone: '+79990000008' } })
        .at('2026-03-02 09:00', 'call.missed', { call: { id: 2, phone: '+79990000007' } })
        .at('2026-03-02 10:00', 'call.missed', { call: { id: 3, phone: '+79990000007' } });
      expect(said(story)).toEqual(['2']);
    });
  });

  test('looking back is over at its horizon, finds no other order, and not the event that it began with', () => {
    const story = tell(
      trigger(
        'on: {event: review.posted}\ndo: [{id: paid, waitFor: [{event: review.posted}, {event: order.created}], since: 2d, timeout: 1h}, {id: call, if: steps.paid.ok, task: {text: Call}}]',
      ),
    )
      .at('2026-03-02 09:00', 'review.posted', { ...order(2), review: { id: 1 } })
      .at('2026-03-02 10:00', 'review.posted', { ...order(1), review: { id: 2 } })
      .at('2026-03-04 10:01', 'review.posted', { ...order(1), review: { id: 3 } })
      .until('2026-03-10 00:00');
    expect(at(story)).toEqual([]);
  });

  test('what a merged customer did is found, too', () => {
    const story = tell(
      trigger(`${started}do: [{id: paid, waitFor: {event: review.posted, since: 1w, timeout: 1d}}, ${call}]`),
    )
      .at('2026-03-02 08:00', 'review.posted', { customer: { id: 8 }, review: { id: 8, score: 5 } })
      .at('2026-03-02 09:00', 'customer.merged', { customer: { id: 8 }, combinedTo: { id: 7 } })
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-10 00:00');
    expect(at(story)).toEqual(['2026-03-02 10:00']);
  });

  test('an event of another order of the same customer does not concern the instance', () => {
    const story = tell(trigger(`${started}do: [{id: paid, waitFor: {event: review.posted}}, ${call}]`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 11:00', 'review.posted', { order: { id: 2, customer: { id: 7 } }, review: { id: 1, score: 4 } })
      .at('2026-03-02 12:00', 'review.posted', { customer: { id: 7 }, review: { id: 2, score: 4 } })
      .until('2026-03-10 00:00');
    expect(story.done).toEqual(['2026-03-02 12:00 call task order/1']);
  });
});

describe('choose, if, stop', () => {
  const chosen = (sum: number) =>
    tell(
      trigger(`${started}
do:
  - id: how
    choose:
      - {if: order.totalSumm > 1000, do: [{id: call, task: {text: Call}}]}
      - if: order.totalSumm > 100
        do: [{id: enough, stop: small}]
    else: [{id: write, task: {text: Write}}]
  - {id: vip, if: order.totalSumm > 5000, task: {text: Vip}}
  - {id: last, task: {text: Last}}
`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1, { totalSumm: sum }))
      .until('2026-03-02 11:00');

  test('the first branch that holds, else `else`, and on behind them', () => {
    expect(chosen(2000).effects.map(({ step }) => step)).toEqual(['how/call', 'last']);
    expect(chosen(50).effects.map(({ step }) => step)).toEqual(['how/write', 'last']);
    expect(chosen(9000).effects.map(({ step }) => step)).toEqual(['how/call', 'vip', 'last']);
  });

  test('stop ends the instance and says why', () => {
    expect(chosen(500).effects).toEqual([]);
    expect(chosen(500).journal).toContain('stopped small');
  });
});

/** The effect that an instance waits for, before the moment ends and it is done. */
function askedFor({ state }: ReturnType<typeof tell>): { readonly effect: string; readonly instance: string } {
  const [{ id, wait } = {}] = state.waitingOf('it');
  if (id === undefined || wait?.for !== 'result') throw new Error('nothing is asked for');
  return { effect: wait.effect, instance: id };
}

describe('a step that fails', () => {
  const fails = (onError: string) => {
    const story = tell(
      trigger(`${started}do: [{id: ask, http: {connection: gateway, path: /x}${onError}}, ${call}]`),
    ).at('2026-03-02 10:00', 'order.created', order(1));
    const { effects, journal } = takeTurn(
      story.program,
      story.state,
      { kind: 'result', ...askedFor(story), result: { outcome: 'failed', error: 'status-500' } },
      moment('2026-03-02 10:01'),
    );
    return { steps: effects.map(({ step }) => step), ends: journal.map(({ what, reason }) => `${what} ${reason}`) };
  };

  test('fail: the instance fails, with the reason', () => {
    expect(fails('')).toEqual({ steps: [], ends: ['failed status-500'] });
  });

  test('continue: it goes on', () => {
    expect(fails(', onError: continue')).toMatchObject({ steps: ['call'] });
  });

  test('steps: they run first', () => {
    expect(fails(', onError: [{id: tell, notify: {text: Broken}}]')).toMatchObject({ steps: ['ask/onError/tell'] });
  });
});

test('the result of a step that failed before is nothing to the step that is under way', () => {
  const story = tell(
    trigger(`${started}do: [{id: ask, onError: continue, task: {text: Ask}}, ${call}, {id: last, task: {text: Last}}]`),
  ).until('2026-03-02 09:00');
  const now = moment('2026-03-02 10:00');
  const event = { id: 'e', source: 't', type: 'order.created', at: now, data: order(1) };
  const feed = (input: Input) => takeTurn(story.program, story.state, input, now).effects;
  const result = ({ id: effect, instance }: Effect, outcome: 'done' | 'failed') =>
    feed({ kind: 'result', effect, instance, result: { outcome } });
  const [ask] = feed({ kind: 'event', event });
  const [then] = result(ask!, 'failed');
  expect(then).toMatchObject({ step: 'call' });
  // An operator had it tried again.
  expect(result(ask!, 'done')).toEqual([]);
  expect(result(then!, 'done')).toMatchObject([{ step: 'last' }]);
});

test('validUntil: dropped when past, which the reason says', () => {
  const story = tell(
    trigger(
      `${started}do: [{id: pause, wait: 2d}, {id: call, validUntil: '=entry.at + days(1)', task: {text: Call}}, {id: late, validUntil: '=entry.at + days(2)', task: {text: Call}}]`,
    ),
  )
    .at('2026-03-02 10:00', 'order.created', order(1))
    .until('2026-03-10 00:00');
  expect(story.done).toEqual([
    '2026-03-04 10:00 call task order/1 skipped expired',
    '2026-03-04 10:00 late task order/1',
  ]);
});

describe('task', () => {
  const performer = (to: string, more = {}) =>
    tell(trigger(`${started}do: [{id: call, task: {text: Call, to: ${to}, due: {for: 2h, calendar: office}}}]`)).at(
      '2026-03-06 17:00',
      'order.created',
      order(1, more),
    ).effects[0]?.data;

  test('to the manager of the order, else of the customer', () => {
    expect(performer('manager', { managerId: 3 })).toMatchObject({ performer: '3' });
    expect(performer('manager', { customer: { id: 7, managerId: 4 } })).toMatchObject({ performer: '4' });
    expect(performer('=order.manager', { managerId: 3 })).toMatchObject({ performer: '3' });
  });

  test('to a user, a team, an expression; to nobody: it is made all the same', () => {
    expect(performer('user/anna@shop.ru')).toMatchObject({ performer: 'user/anna@shop.ru' });
    expect(performer("\"=order.totalSumm > 10 ? 'user/a@b.ru' : 'user/c@d.ru'\"")).toMatchObject({
      performer: 'user/c@d.ru',
    });
    expect(performer('manager')).not.toHaveProperty('performer');
  });

  test('due in working time, as the CRM writes times', () => {
    expect(performer('manager')).toMatchObject({ due: '2026-03-09T07:00:00Z', datetime: '2026-03-09 10:00' });
  });
});

describe('set', () => {
  test('only what differs; what is the same already is not written', () => {
    const story = tell(
      fields,
      trigger(
        `${started}do: [{id: move, set: {order.status: new, order.customFields.score: high}}, {id: again, set: {order.status: new}}]`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-02 10:00');
    expect(story.effects.map(({ step, data }) => [step, data])).toEqual([
      ['move', { changes: [{ entity: 'order', field: 'customFields.score', before: null, value: 'high' }] }],
    ]);
    expect(story.state.world.order('1')).toMatchObject({ customFields: { score: 'high' } });
  });

  test('fields of the order and of the customer at once', () => {
    const story = tell(trigger(`${started}do: [{id: move, set: {order.status: done, customer.vip: true}}]`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-02 10:00');
    expect(story.state.world.order('1')).toMatchObject({ status: 'done' });
    expect(story.state.world.customer('7')).toMatchObject({ vip: true });
  });

  test('a payment is changed, not the order', () => {
    const story = tell(
      trigger(`on: {changed: payment.status, to: paid}\ndo: [{id: move, set: {payment.comment: seen}}]`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1, { payments: [{ id: 5, status: 'not-paid' }] }))
      .at('2026-03-02 11:00', 'payment.changed', { order: { id: 1 }, payment: { id: 5, status: 'paid' } })
      .until('2026-03-02 12:00');
    expect(story.state.world.order('1')).toMatchObject({
      status: 'new',
      payments: [{ id: 5, status: 'paid', comment: 'seen' }],
    });
  });

  test('which payment or line is not guessed: the one in scope, else the only one, else none', () => {
    const lines = [
      { id: 1, offer: { article: 'A' } },
      { id: 2, offer: { article: 'B' } },
    ];
    const story = tell(
      trigger(
        `${started}do: [{id: pay, set: {payment.comment: seen}}, {id: paid, set: {order.payments.comment: seen}}, {id: each, each: =order.items, do: [{id: mark, set: {item.comment: =item.offer.article}}]}, {id: all, set: {item.comment: no}}]`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1, { items: lines }))
      .until('2026-03-02 10:00');
    expect(story.done).toEqual([
      '2026-03-02 10:00 pay set order/1 skipped no-payment',
      '2026-03-02 10:00 paid set order/1 skipped no-payment',
      '2026-03-02 10:00 each#1/mark set order/1',
      '2026-03-02 10:00 each#2/mark set order/1',
      '2026-03-02 10:00 all set order/1 skipped no-item',
    ]);
    expect(story.state.world.order('1')).toMatchObject({
      items: [
        { id: 1, comment: 'A' },
        { id: 2, comment: 'B' },
      ],
    });
  });
});

test('tag: adds and removes what is not so yet', () => {
  const story = tell(
    trigger(`${started}do: [{id: mark, tag: {add: [a, b], remove: [c, d]}}, {id: again, tag: {add: a}}]`),
  )
    .at('2026-03-02 10:00', 'order.created', order(1, { customer: { id: 7, tags: [{ name: 'a' }, { name: 'c' }] } }))
    .until('2026-03-02 10:00');
  expect(story.effects.map(({ data }) => data)).toEqual([{ add: ['b'], remove: ['c'] }]);
  expect(story.state.world.customer('7')).toMatchObject({ tags: [{ name: 'a' }, { name: 'b' }] });
});

test('note and notify: texts for people', () => {
  const story = tell(
    trigger(`${started}do: [{id: n, note: "Order {{ order.number }}"}, {id: t, notify: {text: Big, to: user/a@b.ru}}]`),
  )
    .at('2026-03-02 10:00', 'order.created', order(1))
    .until('2026-03-02 10:00');
  expect(story.effects.map(({ type, data }) => [type, data])).toEqual([
    ['note', { text: 'Order A-1' }],
    ['notify', { text: 'Big', performer: 'user/a@b.ru' }],
  ]);
});

describe('http', () => {
  const asked = (save: string) => {
    const story = tell(
      fields,
      trigger(
        `${started}do: [{id: ask, http: {connection: gateway, path: "/c/{{ customer.id }}", body: {sum: =order.totalSumm}${save}}}, ${call}]`,
      ),
    ).at('2026-03-02 10:00', 'order.created', order(1, { totalSumm: 5 }));
    return { story, asks: askedFor(story) };
  };
  const answer = { outcome: 'done', values: { ok: true, status: 201, body: { card: 'X-1' } } } as const;

  test('what is asked: method, path, body', () => {
    expect(asked('').story.effects[0]?.data).toEqual({
      connection: 'gateway',
      method: 'POST',
      path: '/c/7',
      body: { sum: 5 },
    });
  });

  test('save: the answer is kept in fields before the next step, by an effect of its own', () => {
    const { story, asks } = asked(', save: {order.customFields.score: =body.card, order.customFields.count: =status}');
    const turn = (id: string, result: Parameters<typeof takeTurn>[2] & { kind: 'result' }) =>
      takeTurn(story.program, story.state, { ...result, effect: id }, moment('2026-03-02 10:01')).effects;
    const result = { kind: 'result', ...asks, result: answer } as const;
    const [saved, ...others] = turn(asks.effect, result);
    expect(others).toEqual([]);
    expect(saved).toMatchObject({ type: 'set', step: 'ask/save', outcome: 'done' });
    expect(saved?.data).toEqual({
      changes: [
        { entity: 'order', field: 'customFields.score', before: null, value: 'X-1' },
        { entity: 'order', field: 'customFields.count', before: null, value: 201 },
      ],
    });
    expect(saved?.id).not.toBe(asks.effect);
    expect(turn(saved!.id, { ...result, result: { outcome: 'done' } }).map(({ step }) => step)).toEqual(['call']);
  });

  test('save of what the answer lacks changes nothing', () => {
    const { story, asks } = asked(', save: {order.customFields.score: =body.other}');
    const { effects } = takeTurn(
      story.program,
      story.state,
      { kind: 'result', ...asks, result: answer },
      moment('2026-03-02 10:01'),
    );
    expect(effects.map(({ step }) => step)).toEqual(['call']);
  });
});
