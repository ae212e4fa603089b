import { describe, expect, test } from 'vitest';
import { isEchoOf } from '../../src/run/echoes.js';
import { openLiveShop, outboxOf, type LiveShop, type Row } from './liveShop.js';

/** Whatever status an order gets, it is confirmed. */
const confirm = `kind: Trigger
code: confirm
name: Confirm
on: {changed: order.status}
do:
  - {id: move, set: {order.status: client-confirmed}}
`;

/** Somebody who has the runner's key and is not the runner. */
async function withOurKey(shop: LiveShop, path: string, body: Row): Promise<void> {
  await shop.crm.call({ method: 'POST', path, body: { by: 'id', ...body } });
}

const journalOf = (shop: LiveShop): readonly Row[] =>
  shop
    .rows<{ document: string }>('SELECT document FROM journal ORDER BY position')
    .map(({ document }) => JSON.parse(document) as Row);

async function confirmedOrder(yaml = confirm): Promise<{ shop: LiveShop; order: number }> {
  const shop = await openLiveShop(yaml);
  const order = await shop.order();
  await shop.runDone();
  shop.pass('1m');
  await shop.change(order, { status: 'assembling' });
  expect(await shop.runDone()).toMatchObject({ entered: 1 });
  expect(await shop.statusOf(order)).toBe('client-confirmed');
  shop.pass('1m');
  return { shop, order };
}

describe('what comes back in the history with our key', () => {
  test('is our own when it is what we wrote; the journal says why nothing starts by it', async () => {
    const { shop, order } = await confirmedOrder();
    expect(await shop.runDone()).toMatchObject({ events: 0, entered: 0 });
    expect(journalOf(shop).filter(({ what }) => what === 'ignored')).toMatchObject([
      { trigger: 'trigger/confirm', reason: 'own-change', order: String(order) },
    ]);
    expect(shop.rows('SELECT * FROM echoes')).toEqual([]);
  });

  test('is somebody’s when the field got another value', async () => {
    const { shop, order } = await confirmedOrder();
    await withOurKey(shop, `orders/${order}/edit`, { order: { status: 'assembling' } });
    expect(await shop.runDone()).toMatchObject({ entered: 1 });
    expect(await shop.statusOf(order)).toBe('client-confirmed');
  });

  test('is somebody’s when it was saved after what we wrote, though both are heard of at once', async () => {
    const shop = await openLiveShop(confirm);
    const order = await shop.order();
    await shop.runDone();
    shop.pass('1m');
    await shop.change(order, { status: 'assembling' });
    let isFirst = true;
    const crm = {
      ...shop.crm,
      async call(asked: Parameters<typeof shop.crm.call>[0]) {
        const answer = await shop.crm.call(asked);
        if (asked.path === `orders/${order}/edit` && isFirst) {
          isFirst = false;
          shop.pass('1m');
          await withOurKey(shop, asked.path, { order: { status: 'assembling' } });
        }
        return answer;
      },
    };
    expect(await shop.runDone({ crm })).toMatchObject({ entered: 2 });
    expect(await shop.statusOf(order)).toBe('client-confirmed');
  });

  test('is somebody’s when it is the same value again: what we wrote has come back', async () => {
    const { shop, order } = await confirmedOrder();
    await shop.apply(confirm.replace('client-confirmed', 'assembling'));
    await withOurKey(shop, `orders/${order}/edit`, { order: { status: 'new' } });
    await shop.runDone();
    shop.pass('1m');
    await withOurKey(shop, `orders/${order}/edit`, { order: { status: 'client-confirmed' } });
    expect(await shop.runDone()).toMatchObject({ entered: 1 });
    expect(await shop.statusOf(order)).toBe('assembling');
  });

  test('is not waited for where nothing was written: it was so already', async () => {
    const shop = await openLiveShop(confirm);
    const order = await shop.order();
    await shop.runDone();
    shop.pass('1m');
    await shop.change(order, { status: 'assembling' });
    let isFirst = true;
    const crm = {
      ...shop.crm,
      async call(asked: Parameters<typeof shop.crm.call>[0]) {
        if (asked.path === `orders/${order}` && isFirst) {
          isFirst = false;
          await shop.change(order, { status: 'client-confirmed' });
        }
        return shop.crm.call(asked);
      },
    };
    await shop.runDone({ crm });
    expect(isFirst).toBe(false);
    expect(outboxOf(shop)).toMatchObject({ done: expect.any(Number) });
    expect(shop.rows('SELECT * FROM echoes')).toEqual([]);
  });

  test('starts nothing that says own: false, whoever of us it was', async () => {
    const { shop, order } = await confirmedOrder(confirm.replace('order.status}', 'order.status, own: false}'));
    await withOurKey(shop, `orders/${order}/edit`, { order: { status: 'assembling' } });
    expect(await shop.runDone()).toMatchObject({ entered: 0 });
    expect(outboxOf(shop)).toEqual({ done: 1 });
    expect(journalOf(shop).filter(({ reason }) => reason === 'own-change')).toHaveLength(2);
  });

  test('tells tags one by one', async () => {
    const shop = await openLiveShop(`kind: Trigger
code: mark
name: Mark
on: {changed: customer.tags}
do:
  - {id: swap, tag: {add: [seen, again], remove: start}}
`);
    const customer = await shop.customer();
    await shop.runDone();
    shop.pass('1m');
    const tag = (name: string): Row => ({ customer: { addTags: [name] } });
    await shop.people.call({ method: 'POST', path: `customers/${customer}/edit`, body: { by: 'id', ...tag('start') } });
    expect(await shop.runDone()).toMatchObject({ entered: 1 });
    shop.pass('1m');
    await withOurKey(shop, `customers/${customer}/edit`, tag('start'));
    expect(await shop.runDone()).toMatchObject({ entered: 1 });
    expect(outboxOf(shop)).toEqual({ done: 2 });
  });

  test('is not waited for without end', async () => {
    const { shop } = await confirmedOrder();
    const loose = `kind: Trigger
code: score
name: Score
on: {event: order.created}
do:
  - {id: note, set: {customer.loyaltyAccount.phoneNumber: "+79990000001"}}
`;
    await shop.apply(loose);
    const customer = { id: await shop.customer() };
    const post = (path: string, body: Row) => shop.people.call({ method: 'POST', path, body });
    shop.seed({ loyalties: [{ name: 'Club', levels: [{ name: 'First', type: 'bonus_percent', privilegeSize: 10 }] }] });
    await post('loyalty/account/create', { loyaltyAccount: { phoneNumber: '+79990000009', customer } });
    await shop.order({ customer });
    await shop.runDone();
    expect(shop.rows('SELECT field FROM echoes')).toEqual([{ field: 'loyaltyAccount.phoneNumber' }]);
    shop.pass('3d');
    await shop.runDone();
    expect(shop.rows('SELECT * FROM echoes')).toEqual([]);
  });
});

describe('an echo agrees in field and value', () => {
  const change = (field: string, value: unknown, element?: string | number) => ({
    field,
    old: null,
    new: value,
    ...(element !== undefined && { element }),
  });
  const written = (field: string, value: unknown, element?: string) => ({
    entity: 'order',
    field,
    value,
    ...(element !== undefined && { element }),
  });

  test.each([
    ['the same', change('status', 'paid'), written('status', 'paid')],
    ['a number as text', change('customFields.score', '100'), written('customFields.score', 100)],
    ['an amount with its hundredths', change('prepaySum', '100.50'), written('prepaySum', 100.5)],
    ['a flag as a number', change('customFields.vip', '1'), written('customFields.vip', true)],
    ['a flag that is off', change('customFields.vip', '0'), written('customFields.vip', false)],
    [
      'a date with its midnight',
      change('customFields.on', '2026-03-02 00:00:00'),
      written('customFields.on', '2026-03-02'),
    ],
    ['text with other ends of lines', change('managerComment', 'a\r\nb'), written('managerComment', 'a\nb ')],
    ['nothing', change('managerId', null), written('managerId', '')],
    ['a list in another order', change('customFields.sizes', ['m', 's']), written('customFields.sizes', ['s', 'm'])],
    [
      'a member that joined',
      change('tags', { name: 'vip' }, 'vip'),
      written('tags', [{ name: 'old' }, { name: 'vip' }]),
    ],
    ['a member that left', change('tags', null, 'new'), written('tags', [{ name: 'vip' }])],
    ['a field of a line', change('items.quantity', 2, 7), written('items', [{ id: 7, quantity: 2 }])],
    ['a field of a payment', change('payments.status', 'paid', 3), written('payments.status', 'paid', '3')],
    ['what an earlier crmctl wrote', change('status', 'paid'), written('status', undefined)],
  ])('%s', (_, is, was) => {
    expect(isEchoOf(is, was)).toBe(true);
  });

  test.each([
    ['another value', change('status', 'new'), written('status', 'paid')],
    ['another field', change('statusComment', 'paid'), written('status', 'paid')],
    ['another number', change('prepaySum', '100.05'), written('prepaySum', 100.5)],
    ['a number that begins with a zero', change('phone', '0100'), written('phone', '100')],
    ['a member that nobody wrote', change('tags', { name: 'x' }, 'x'), written('tags', [{ name: 'vip' }])],
    ['a member that was to stay', change('tags', null, 'vip'), written('tags', [{ name: 'vip' }])],
    ['another line', change('items.quantity', 2, 8), written('items', [{ id: 7, quantity: 2 }])],
    ['another payment', change('payments.status', 'paid', 4), written('payments.status', 'paid', '3')],
    ['what was cleared', change('status', null), written('status', 'paid')],
  ])('not %s', (_, is, was) => {
    expect(isEchoOf(is, was)).toBe(false);
  });
});
