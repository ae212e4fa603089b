import { describe, expect, test } from 'vitest';
import { adoptRelease } from '../../src/engine/index.js';
import { moment, order, tell, tellIn, trigger } from './harness.js';

const texts = (story: ReturnType<typeof tell>) => story.effects.map(({ data }) => data['text']);
const says = (text: string) => `do: [{id: call, task: {text: "${text}"}}]`;

describe('event', () => {
  test('each such event, narrowed by where; what it is about stands in scope', () => {
    const story = tell(
      trigger(
        `on: {event: review.posted, where: review.score <= 2}\n${says('{{ review.score }} {{ order.number }} {{ event.on }}')}`,
      ),
    )
      .at('2026-03-02 09:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 5 } })
      .at('2026-03-02 11:00', 'review.posted', { order: { id: 1 }, review: { id: 2, score: 1 } });
    expect(texts(story)).toEqual(['1 A-1 event']);
  });

  test('several forms: event.on is the id of the one that fired', () => {
    const story = tell(
      trigger(
        `on: [{event: order.created, id: born}, {changed: order.status, id: moved}]\nmode: parallel\n${says('{{ event.on }}')}`,
      ),
    )
      .at('2026-03-02 09:00', 'order.created', order(1))
      .change('2026-03-02 10:00', 1, { status: 'done' });
    expect(texts(story)).toEqual(['born', 'moved']);
  });

  test('custom events are untyped', () => {
    const story = tell(trigger('on: {event: custom.return, where: event.sum > 10}'))
      .at('2026-03-02 09:00', 'custom.return', { sum: 5, customer: { id: 7 } })
      .at('2026-03-02 10:00', 'custom.return', { sum: 50, customer: { id: 7 } });
    expect(story.done).toEqual(['2026-03-02 10:00 call task customer/7']);
  });

  test('item.added and item.removed come out of changes of an order', () => {
    const line = (id: number) => ({ id, offer: { id, article: `S-${id}` }, quantity: 1 });
    const story = tell(
      trigger(`code: added\non: {event: item.added}\nmode: parallel\n${says('+{{ item.offer.article }}')}`),
      trigger(`code: removed\non: {event: item.removed}\nmode: parallel\n${says('-{{ item.offer.article }}')}`),
    )
      .at('2026-03-02 09:00', 'order.created', order(1, { items: [line(1)] }))
      .at('2026-03-02 10:00', 'order.changed', { order: { id: 1, items: [line(1), line(2), line(3)] } })
      .at('2026-03-02 11:00', 'order.changed', { order: { id: 1, items: [line(2), line(3)] } });
    expect(texts(story)).toEqual(['+S-2', '+S-3', '-S-1']);
  });

  test('cart.abandoned: a cart with lines left alone for 30 minutes; a log that tells of it tells of the same', () => {
    const cart = (items: readonly unknown[], at: string) => ({ customer: { id: 7 }, cart: { items, updatedAt: at } });
    const story = tell(trigger('on: {event: cart.abandoned, where: cart.items.size() > 0}'))
      .at('2026-03-02 10:00', 'cart.changed', cart([{ id: 1, quantity: 1 }], '2026-03-02T07:00:00Z'))
      .at('2026-03-02 10:20', 'cart.changed', cart([{ id: 1, quantity: 2 }], '2026-03-02T07:20:00Z'))
      .until('2026-03-02 11:00')
      .at('2026-03-02 11:00', 'cart.abandoned', cart([{ id: 1, quantity: 2 }], '2026-03-02T07:20:00Z'))
      .at('2026-03-02 12:00', 'cart.changed', cart([], '2026-03-02T09:00:00Z'))
      .until('2026-03-03 00:00');
    expect(story.done).toEqual(['2026-03-02 10:50 call task customer/7']);
  });

  test('cart.abandoned: also where the log says the moment as the CRM does, in local time', () => {
    const cart = (more: Record<string, unknown>) => ({ customer: { id: 7 }, cart: more });
    const items = [{ id: 1, quantity: 1 }];
    const story = tell(trigger('on: {event: cart.abandoned}'))
      .at('2026-03-02 10:00', 'cart.changed', cart({ items, updatedAt: '2026-03-02 10:00:00' }))
      .at('2026-03-02 10:20', 'cart.changed', cart({ updatedAt: '2026-03-02 10:20:00' }))
      .until('2026-03-02 11:00')
      .at('2026-03-02 11:00', 'cart.abandoned', cart({ items, updatedAt: '2026-03-02 10:20:00' }))
      .until('2026-03-02 12:00');
    expect(story.done).toEqual(['2026-03-02 10:50 call task customer/7']);
  });
});

describe('changed', () => {
  const moves = (form: string) =>
    tell(trigger(`on: ${form}\nmode: parallel\n${says('{{ event.old }}>{{ event.new }}')}`))
      .at('2026-03-02 09:00', 'order.created', order(1))
      .change('2026-03-02 10:00', 1, { status: 'no-answer-1' })
      .change('2026-03-02 11:00', 1, { status: 'no-call' })
      .change('2026-03-02 12:00', 1, { status: 'no-call' })
      .change('2026-03-02 13:00', 1, { status: 'done' })
      .done.map((line) => line.slice(11, 16));

  test('the edge, never the level; creation is no change', () => {
    expect(moves('{changed: order.status}')).toEqual(['10:00', '11:00', '13:00']);
  });

  test('from and to: a value, a list, a group', () => {
    expect(moves('{changed: order.status, from: new}')).toEqual(['10:00']);
    expect(moves('{changed: order.status, to: [done, no-answer-1]}')).toEqual(['10:00', '13:00']);
    expect(moves('{changed: order.status, to: {group: cancel}}')).toEqual(['11:00']);
    expect(moves('{changed: order.status, from: {group: work}, to: [{group: cancel}, done]}')).toEqual(['11:00']);
  });

  test('a list of fields, custom fields, parts of a field', () => {
    const story = tell(
      'kind: CustomField\ncode: callAt\nof: order\ntype: date\nname: Call at',
      trigger(
        `on: {changed: [order.customFields.callAt, order.delivery.address]}\nmode: parallel\n${says('{{ event.field }}')}`,
      ),
    )
      .at('2026-03-02 09:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'order.changed', { order: { id: 1, customFields: { callAt: '2026-03-05' } } })
      .at('2026-03-02 11:00', 'order.changed', { order: { id: 1, delivery: { address: { city: 'Perm' } } } })
      .at('2026-03-02 12:00', 'order.changed', { order: { id: 1, managerComment: 'x' } });
    expect(texts(story)).toEqual(['order.customFields.callAt', 'order.delivery.address']);
  });

  test.each(['order.payments.status', 'payment.status'])('the status of a payment: %s', (path) => {
    const story = tell(trigger(`on: {changed: ${path}, to: paid}`))
      .at('2026-03-02 09:00', 'order.created', order(1, { payments: [{ id: 5, type: 'card', status: 'not-paid' }] }))
      .at('2026-03-02 10:00', 'payment.changed', { order: { id: 1 }, payment: { id: 5, status: 'paid' } });
    expect(story.done).toEqual(['2026-03-02 10:00 call task order/1']);
  });

  test('of several payments that one event changes the first that `where` lets in starts it, once', () => {
    const payments = { 3: { status: 'paid' }, 4: { status: 'paid' }, 5: { status: 'paid' } };
    const story = (where: string) =>
      tell(
        trigger(
          `mode: parallel\non: {changed: payment.status, to: paid${where}}\ndo: [{id: say, note: "{{ payment.id }}"}]`,
        ),
      )
        .at(
          '2026-03-02 09:00',
          'order.created',
          order(1, { payments: [{ id: 3 }, { id: 4, type: 'cash' }, { id: 5 }] }),
        )
        .at('2026-03-02 10:00', 'order.changed', { order: { id: 1, payments } });
    expect(story('').effects.map(({ data }) => data['text'])).toEqual(['3']);
    expect(story(', where: payment.type == "cash"').effects.map(({ data }) => data['text'])).toEqual(['4']);
  });

  test('what of the order it is a field of stands in scope: the payment or line that changed', () => {
    const order2 = order(1, {
      payments: [
        { id: 3, type: 'cash', status: 'not-paid' },
        { id: 4, type: 'card', status: 'not-paid' },
      ],
      items: [
        { id: 11, quantity: 1 },
        { id: 12, quantity: 1 },
      ],
      delivery: { cost: 1 },
    });
    const note = (text: string) => `do: [{id: say, note: "${text}"}]`;
    const story = tell(
      trigger(`code: paid\non: {changed: payment.status, where: payment.type == "card"}\n${note('{{ payment.id }}')}`),
      trigger(`code: cash\non: {changed: order.payments.status, where: event.payment.type == "cash"}\n${note('no')}`),
      trigger(`code: more\non: {changed: item.quantity}\n${note('{{ item.id }}: {{ item.quantity }}')}`),
      trigger(`code: cost\non: {changed: delivery.cost}\n${note('{{ delivery.cost }}')}`),
    )
      .at('2026-03-02 09:00', 'order.created', order2)
      .at('2026-03-02 10:00', 'order.changed', {
        order: {
          id: 1,
          payments: { 4: { status: 'paid' } },
          items: [
            { id: 11, quantity: 1 },
            { id: 12, quantity: 5 },
          ],
        },
      })
      .at('2026-03-02 11:00', 'order.changed', {
        order: { id: 1 },
        changes: [{ field: 'delivery.cost', old: 1, new: 7 }],
      })
      .until('2026-03-02 12:00');
    expect(story.effects.map(({ trigger: whose, data }) => [whose, data['text']])).toEqual([
      ['trigger/more', '12: 5'],
      ['trigger/paid', '4'],
      ['trigger/cost', '7'],
    ]);
  });

  test('a field of the customer', () => {
    const story = tell(trigger('on: {changed: customer.email}'))
      .at('2026-03-02 09:00', 'customer.created', { customer: { id: 7, email: 'a@b.ru' } })
      .at('2026-03-02 10:00', 'customer.changed', { customer: { id: 7, email: 'c@d.ru' } });
    expect(story.done).toEqual(['2026-03-02 10:00 call task customer/7']);
  });
});

describe('event.since', () => {
  const since = (form: string): readonly string[] =>
    tell(
      trigger(
        `on: {${form}, where: event.since < now}\nwhen: now - event.since >= hours(1)\n${says("{{ event.since|date('d H:i') }} {{ entry.event.since|date('H:i') }}")}`,
      ),
    )
      .at('2026-03-02 09:00', 'order.created', order(1))
      .change('2026-03-02 10:00', 1, { status: 'no-answer-1' })
      .until('2026-03-03 00:00')
      .effects.map(({ data }) => String(data['text']));

  test('is the moment from which held and overdue are counted', () => {
    expect(since('held: order.status, is: no-answer-1, for: 2h')).toEqual(['02 10:00 10:00']);
    expect(since('overdue: order.status')).toEqual(['02 10:00 10:00']);
  });
});

describe('held', () => {
  const pickup = (form: string) => trigger(`on: {held: order.status, is: at-pickup, ${form}}`);

  test('counts from the change, and starts again when the value comes back', () => {
    const story = tell(pickup('for: 3d'))
      .at('2026-03-02 09:00', 'order.created', order(1))
      .change('2026-03-02 10:00', 1, { status: 'at-pickup' })
      .change('2026-03-04 10:00', 1, { status: 'new' })
      .change('2026-03-04 11:00', 1, { status: 'at-pickup' })
      .until('2026-03-20 00:00');
    expect(story.done).toEqual(['2026-03-07 11:00 call task order/1']);
  });

  test('counts from creation, fires once for one stay, and again for the next', () => {
    const story = tell(pickup('for: 1d'))
      .at('2026-03-02 09:00', 'order.created', order(1, { status: 'at-pickup' }))
      .change('2026-03-05 10:00', 1, { managerComment: 'x' })
      .change('2026-03-06 10:00', 1, { status: 'new' })
      .change('2026-03-07 10:00', 1, { status: 'at-pickup' })
      .until('2026-03-20 00:00');
    expect(story.done).toEqual(['2026-03-03 09:00 call task order/1', '2026-03-08 10:00 call task order/1']);
  });

  test('at: the first such local time not before it', () => {
    const story = tell(pickup('for: 3d, at: "11:00"'))
      .at('2026-03-02 09:00', 'order.created', order(1, { status: 'at-pickup' }))
      .at('2026-03-02 12:00', 'order.created', order(2, { status: 'at-pickup' }))
      .until('2026-03-20 00:00');
    expect(story.done).toEqual(['2026-03-05 11:00 call task order/1', '2026-03-06 11:00 call task order/2']);
  });

  test('in working time', () => {
    const story = tell(pickup('for: {for: 2h, calendar: office}'))
      .at('2026-03-06 17:00', 'order.created', order(1, { status: 'at-pickup' }))
      .until('2026-03-20 00:00');
    expect(story.done).toEqual(['2026-03-09 10:00 call task order/1']);
  });

  test('on a timestamp: nothing happened for that long', () => {
    const story = tell(trigger('on: {held: cart.updatedAt, for: 1h}'))
      .at('2026-03-02 10:00', 'cart.changed', {
        customer: { id: 7 },
        cart: { items: [], updatedAt: '2026-03-02T07:00:00Z' },
      })
      .at('2026-03-02 10:30', 'cart.changed', {
        customer: { id: 7 },
        cart: { items: [], updatedAt: '2026-03-02T07:30:00Z' },
      })
      .until('2026-03-05 00:00');
    expect(story.done).toEqual(['2026-03-02 11:30 call task customer/7']);
  });

  test('on a number: it stood for that long, and is no moment', () => {
    const story = tell(trigger('on: {held: order.totalSumm, for: 2h}'))
      .at('2026-03-02 10:00', 'order.created', order(1, { totalSumm: 100 }))
      .change('2026-03-02 11:00', 1, { totalSumm: 1e300 })
      .until('2026-03-05 00:00');
    expect(story.done).toEqual(['2026-03-02 13:00 call task order/1']);
  });

  test('on a computed timestamp: so long after the last order', () => {
    const story = tell(trigger('on: {held: customer.lastOrderAt, for: 30d}'))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-20 12:00', 'order.created', order(2))
      .until('2026-06-01 00:00');
    expect(story.done).toEqual(['2026-04-19 12:00 call task customer/7']);
  });

  test('on a computed timestamp: of both customers when the last order changes hands', () => {
    const story = tell(trigger('on: {held: customer.lastOrderAt, for: 30d}'))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-20 12:00', 'order.created', order(2))
      .at('2026-03-21 12:00', 'order.changed', { order: { id: 2, customer: { id: 8 } } })
      .change('2026-03-22 12:00', 2, { status: 'done' })
      .until('2026-06-01 00:00');
    expect(story.done).toEqual(['2026-04-01 10:00 call task customer/7', '2026-04-19 12:00 call task customer/8']);
  });
});

test('overdue: longer than the limit of the status, in the working time of its group', () => {
  const story = tell(trigger('on: {overdue: order.status, is: {group: work}}'))
    .at('2026-03-02 09:00', 'order.created', order(1))
    .change('2026-03-02 12:30', 1, { status: 'no-answer-1' })
    .change('2026-03-02 17:00', 1, { status: 'no-answer-2' })
    .until('2026-03-20 00:00');
  expect(story.done).toEqual(['2026-03-02 14:30 call task order/1', '2026-03-03 10:00 call task order/1']);
});

describe('date', () => {
  test('one that is past when it becomes known comes at once, and once; a yearly one in the next year', () => {
    const story = tell(
      trigger('on: {date: =order.createdAt, offset: -1d}'),
      trigger('code: birthday\non: {date: =customer.birthday, yearly: true}'),
    )
      .at('2026-03-02 10:00', 'order.created', order(1, { createdAt: '2026-03-02 10:00:00' }))
      .at('2026-03-02 11:00', 'customer.created', { customer: { id: 8, birthday: '1990-03-01' } })
      .change('2026-03-02 12:00', 1, { status: 'no-answer-1' })
      .until('2027-03-02 00:00');
    expect(story.done).toEqual(['2026-03-02 10:00 call task order/1', '2027-03-01 00:00 call task customer/8']);
  });

  const born = (birthday: string, more = {}) => ({ customer: { id: 7, birthday, ...more } });

  test('offset, at, yearly; 29 February counts as 1 March in other years', () => {
    const story = tell(trigger('on: {date: =customer.birthday, offset: -7d, at: "11:00", yearly: true}'))
      .at('2026-01-02 10:00', 'customer.created', born('1990-05-10'))
      .until('2028-01-01 00:00');
    expect(story.done).toEqual(['2026-05-03 11:00 call task customer/7', '2027-05-03 11:00 call task customer/7']);
    const leap = tell(trigger('on: {date: =customer.birthday, at: "11:00", yearly: true}'))
      .at('2026-01-02 10:00', 'customer.created', born('1988-02-29'))
      .until('2028-12-01 00:00');
    expect(leap.done.map((line) => line.slice(0, 10))).toEqual(['2026-03-01', '2027-03-01', '2028-02-29']);
  });

  test('a yearly one comes again, whatever happens or is applied at the very moment', () => {
    const birthday = () =>
      tell(trigger('on: {date: =customer.birthday, at: "11:00", yearly: true}'))
        .at('2026-01-02 10:00', 'customer.created', born('1990-05-10'))
        .until('2026-05-10 11:00');
    const years = ({ done }: ReturnType<typeof tell>) => done.map((line) => line.slice(0, 16));
    const both = ['2026-05-10 11:00', '2027-05-10 11:00'];
    const happens = birthday().at('2026-05-10 11:00', 'order.created', order(1));
    const moves = birthday().at('2026-05-10 11:00', 'customer.changed', {
      customer: { id: 7, timezone: 'Europe/Moscow' },
    });
    const applied = birthday();
    adoptRelease(applied.program, applied.state, moment('2026-05-10 11:00'));
    for (const story of [happens, moves, applied]) expect(years(story.until('2028-01-01 00:00'))).toEqual(both);
  });

  test('moves when the data moves; empty: nothing', () => {
    const story = tell(
      'kind: CustomField\ncode: callAt\nof: order\ntype: date\nname: Call at',
      trigger('on: {date: =order.customFields.callAt, at: "10:00"}'),
    )
      .at('2026-03-01 10:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'order.changed', { order: { id: 1, customFields: { callAt: '2026-03-20' } } })
      .at('2026-03-03 10:00', 'order.changed', { order: { id: 1, customFields: { callAt: '2026-03-10' } } })
      .until('2026-04-01 00:00');
    expect(story.done).toEqual(['2026-03-10 10:00 call task order/1']);
    const cleared = tell(
      'kind: CustomField\ncode: callAt\nof: order\ntype: date\nname: Call at',
      trigger('on: {date: =order.customFields.callAt}'),
    )
      .at('2026-03-01 10:00', 'order.created', order(1, { customFields: { callAt: '2026-03-20' } }))
      .at('2026-03-03 10:00', 'order.changed', { order: { id: 1, customFields: { callAt: null } } })
      .until('2026-04-01 00:00');
    expect(cleared.done).toEqual([]);
  });

  test('of an order, from the card of its customer: every order moves with it', () => {
    const story = tell(
      trigger('on: {date: =customer.birthday, yearly: true, at: "10:00", where: customer.ordersCount > 0}'),
    )
      .at('2026-03-01 10:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'customer.changed', born('1990-03-10'))
      .at('2026-03-03 10:00', 'customer.changed', born('1990-03-15'))
      .until('2026-04-01 00:00');
    expect(story.done).toEqual(['2026-03-15 10:00 call task customer/7']);
  });
});

describe('schedule', () => {
  test('cron in the account zone, over each element of a list, in order', () => {
    const story = tell(
      trigger(
        `on: {schedule: "0 11 * * TUE", each: 'orders(o, o.status == "no-answer-1")', orderBy: -order.totalSumm}\n${says('{{ order.number }}')}`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1, { status: 'no-answer-1', totalSumm: 5 }))
      .at('2026-03-02 10:00', 'order.created', order(2, { status: 'no-answer-1', totalSumm: 50 }))
      .at('2026-03-02 10:00', 'order.created', order(3))
      .until('2026-03-04 00:00');
    expect(story.done).toEqual(['2026-03-03 11:00 call task order/2', '2026-03-03 11:00 call task order/1']);
    expect(texts(story)).toEqual(['A-2', 'A-1']);
  });

  test('over the members of a segment', () => {
    const story = tell(
      'kind: Segment\ncode: buyers\nname: Buyers\nwhere: customer.ordersCount >= 2',
      trigger('on: {schedule: "0 11 * * *", each: segment("buyers")}'),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'order.created', order(2))
      .at('2026-03-02 10:00', 'order.created', order(3, { customer: { id: 8 } }))
      .until('2026-03-02 12:00');
    expect(story.done).toEqual(['2026-03-02 11:00 call task customer/7']);
  });

  test('over the lines of an order: one entry per line', () => {
    const story = tell(
      trigger(`on: {event: order.created, each: order.items}\n${says('{{ item.offer.article }}')}`),
    ).at(
      '2026-03-02 10:00',
      'order.created',
      order(1, {
        items: [
          { id: 1, offer: { article: 'a' } },
          { id: 2, offer: { article: 'b' } },
        ],
      }),
    );
    expect(texts(story)).toEqual(['a', 'b']);
  });
});

describe('entered and left', () => {
  const sleeping = `kind: Segmentation
code: rf
name: RF
of: customer.ordersCount >= 1
segments:
  - {code: awake, name: Awake, where: customer.daysSinceLastOrder <= 30}
  - {code: sleeping, name: Sleeping}`;

  test('by an event, and by time alone at the very moment', () => {
    const story = tell(
      sleeping,
      trigger(
        `on: [{left: awake}, {entered: [awake, sleeping]}]\nmode: parallel\n${says('{{ event.on }} {{ event.segment }}')}`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-05-01 10:00', 'order.created', order(2))
      .until('2026-05-02 00:00');
    expect(story.effects.map(({ at, data }) => [at, data['text']])).toEqual([
      [moment('2026-03-02 10:00'), 'entered awake'],
      // 30 whole days are over when the 31st is complete.
      [moment('2026-04-02 10:00'), 'left awake'],
      [moment('2026-04-02 10:00'), 'entered sleeping'],
      [moment('2026-05-01 10:00'), 'entered awake'],
    ]);
  });
});

describe('daylight saving', () => {
  test('a time that does not exist fires at the first valid instant after it', () => {
    const story = tellIn('Europe/Berlin', trigger('on: {schedule: "30 2 * * *"}'))
      .at('2024-03-30 12:00', 'custom.start', {})
      .until('2024-04-01 00:00');
    expect(story.effects.map(({ at }) => new Date(at).toISOString())).toEqual(['2024-03-31T01:00:00.000Z']);
    const cairo = tellIn('Africa/Cairo', trigger('on: {schedule: "0 0 * * *"}'))
      .at('2025-04-24 12:00', 'custom.start', {})
      .until('2025-04-25 12:00');
    expect(cairo.effects.map(({ at }) => new Date(at).toISOString())).toEqual(['2025-04-24T22:00:00.000Z']);
  });

  test('a time that occurs twice fires once, at the first; every hour fires in both', () => {
    const run = (cron: string) =>
      tellIn('Europe/Berlin', trigger(`on: {schedule: "${cron}"}`))
        .at('2024-10-26 23:45', 'custom.start', {})
        .until('2024-10-27 03:45')
        .effects.map(({ at }) => new Date(at).toISOString().slice(11, 16));
    expect(run('30 2 * * *')).toEqual(['00:30']);
    expect(run('30 * * * *')).toEqual(['22:30', '23:30', '00:30', '01:30', '02:30']);
  });

  test('Almaty 2024-03-01: calendar days and clock times live through the change of the zone', () => {
    const story = tellIn(
      'Asia/Almaty',
      trigger('on: {event: order.created}\ndo: [{id: wait, wait: 2d}, {id: call, task: {text: x}}]'),
    )
      .at('2024-02-29 10:00', 'order.created', order(1))
      .until('2024-03-05 00:00');
    // UTC+6 before, UTC+5 after.
    expect(story.effects.map(({ at }) => new Date(at).toISOString())).toEqual(['2024-03-02T05:00:00.000Z']);
  });

  test('31 January and a month is the last day of February', () => {
    const story = tell(trigger('on: {event: order.created}\ndo: [{id: wait, wait: 1mo}, {id: call, task: {text: x}}]'))
      .at('2026-01-31 10:00', 'order.created', order(1))
      .until('2026-05-01 00:00');
    expect(story.done).toEqual(['2026-02-28 10:00 call task order/1']);
  });
});
