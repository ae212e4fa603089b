import { shapes } from '../../language/shape.js';
import { any, boolean, codeOf, number, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { WorldView } from '../../language/scope.js';
import type { Effect } from '../../model/effect.js';
import type { ActionWord, Reaction } from '../meaning/action.js';
import { money, numberOf } from './lines.js';

export const invoice: ActionWord = {
  name: 'invoice',
  doc: 'A payment of the order with a link by which the customer pays it: `{{ steps.pay.url }}`.',
  example: '{id: pay, invoice: {amount: =order.totalSumm, type: bank-card}}',
  value: shapes.object(
    {
      amount: shapes.value(shapes.number({ min: 0 }), number, 'How much; default: what the order costs.'),
      type: shapes.value(shapes.code('paymentType'), codeOf('paymentType'), 'Payment type, one with a payment module.'),
      returnUrl: shapes.text({ doc: 'Where the customer comes back to.' }),
    },
    { required: ['type'] },
  ),
  shows: ['amount', 'type', 'returnUrl'],
  idempotency: 'key',
  reaches: 'crm',
  results: { ok: boolean, url: string, id: any, amount: number },
  needs: ['order'],
  causes: () => ['order.payments'],
  prepare: (context) => {
    const order = isObject(context.scope['order']) ? context.scope['order'] : {};
    const amount = money(numberOf(context.evaluate(['invoice', 'amount']) ?? order['totalSumm']));
    if (!(amount > 0)) return undefined;
    const returnUrl = context.evaluate(['invoice', 'returnUrl']);
    return {
      amount,
      type: context.evaluate(['invoice', 'type']),
      ...(returnUrl !== undefined && { returnUrl }),
    };
  },
  // A back-test asks no bank: the link is a stand-in that says which effect it would come from.
  happen: (effect, { world }) => billed(effect, world, `invoice:${effect.id}`),
  answered: (effect, { status = 200, url }, { world }) =>
    Number(status) < 400
      ? billed(effect, world, typeof url === 'string' ? url : `invoice:${effect.id}`)
      : { result: {}, failed: `answered ${String(status)}` },
  live: {
    by: 'api',
    procedure: function* ({ id, order, data }) {
      const { amount, type, returnUrl } = data;
      const answer = yield { method: 'GET', path: `orders/${order}`, query: { by: 'id' } };
      const known = isObject(answer['order']) ? answer['order'] : {};
      // The payment carries the effect's id: one that is there was made by an attempt before this one.
      let payment = paymentsOf(known).find((each) => each['externalId'] === id)?.['id'];
      if (payment === undefined) {
        const made = yield {
          method: 'POST',
          path: 'orders/payments/create',
          body: {
            site: known['site'],
            payment: { externalId: id, amount, type, order: { id: Number(order) } },
          },
        };
        payment = made['id'];
      }
      const invoiced = yield {
        method: 'POST',
        path: 'payment/create-invoice',
        body: { createInvoice: { paymentId: payment, ...(returnUrl !== undefined && { returnUrl }) } },
      };
      const link = isObject(invoiced['result']) ? invoiced['result']['link'] : undefined;
      return { ok: true, url: link, id: payment, amount };
    },
  },
};

/** The order has one payment more, and the customer a link to pay it by. */
function billed({ id, order, data: { amount, type } }: Effect, world: WorldView, url: string): Reaction {
  const payments = paymentsOf(order === undefined ? undefined : world.order(order));
  return {
    event: {
      type: 'order.changed',
      data: { order: { id: order, payments: [...payments, { id, type, amount, status: 'not-paid' }] } },
    },
    result: { ok: true, url, id, amount },
  };
}

/** The API gives payments as a list or as a map. */
function paymentsOf(order: unknown): readonly Readonly<Record<string, unknown>>[] {
  const payments = isObject(order) ? order['payments'] : undefined;
  return Object.values(isObject(payments) || Array.isArray(payments) ? payments : {}).filter(isObject);
}
