import { describe, expect, test } from 'vitest';
import { CrmError } from '../../../src/crm/errors.js';
import { openLiveShop, outboxOf } from '../../run/liveShop.js';

const rules = `kind: CustomField
code: callAt
of: order
type: date
name: Когда перезвонить
---
kind: Validation
code: waits-need-date
name: Date
of: order
when: order.status == "client-confirmed" && order.customFields.callAt == null
message: "Заказ {{ order.number }}: укажите дату, когда перезвонить"
---
kind: Validation
code: not-twice
name: Few
of: order
when: customer.ordersCount > 2
message: "У {{ customer.firstName }} уже два заказа"
---
kind: Validation
code: named
name: Named
of: customer
when: customer.firstName == "test"
message: "Это не имя"
`;

async function refusalOf(work: Promise<unknown>): Promise<CrmError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CrmError);
  return error as CrmError; // just checked
}

describe('a Validation of the release', () => {
  test('refuses to save an order, with its words, and nothing of it is kept', async () => {
    const shop = await openLiveShop(rules);
    const order = await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    const error = await refusalOf(shop.change(order, { status: 'client-confirmed', managerComment: 'x' }));
    expect(error).toMatchObject({
      reason: 'invalid',
      status: 400,
      errors: ['Заказ A-1: укажите дату, когда перезвонить'],
    });
    expect(await shop.statusOf(order)).toBe('new');
    const history = await shop.people.call({ method: 'GET', path: 'orders/history' });
    expect(JSON.stringify(history)).not.toContain('client-confirmed');
    await shop.change(order, { status: 'client-confirmed', customFields: { callAt: '2026-03-10' } });
    expect(await shop.statusOf(order)).toBe('client-confirmed');
  });

  test('reads what is computed, and refuses a new order and a customer, too', async () => {
    const shop = await openLiveShop(rules);
    const customer = await shop.customer();
    for (let count = 0; count < 2; count++) await shop.order({ customer: { id: customer } });
    const error = await refusalOf(shop.order({ customer: { id: customer } }));
    expect(error.errors).toEqual(['У Анна уже два заказа']);
    expect((await refusalOf(shop.customer({ firstName: 'test', email: 't@example.com' }))).errors).toEqual([
      'Это не имя',
    ]);
    const { customers } = await shop.people.call({ method: 'GET', path: 'customers' });
    expect(customers).toHaveLength(1);
  });

  test('holds for the runner as for everybody: its effect is dead, with the words', async () => {
    const shop = await openLiveShop(`${rules}---
kind: Trigger
code: confirm
name: Confirm
on: {event: order.created}
do: [{id: move, set: {order.status: client-confirmed}}]
`);
    await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    const { attention } = await shop.runDone();
    expect(attention).toMatchObject([{ state: 'dead', error: expect.stringContaining('укажите дату') }]);
    expect(outboxOf(shop)).toEqual({ dead: 1 });
  });

  test('is gone with the release that takes it out', async () => {
    const shop = await openLiveShop(rules);
    const order = await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    await refusalOf(shop.change(order, { status: 'client-confirmed' }));
    await shop.apply(rules.replace('code: waits-need-date\n', 'code: waits-need-date\nactive: false\n'));
    await shop.change(order, { status: 'client-confirmed' });
    expect(await shop.statusOf(order)).toBe('client-confirmed');
  });
});
