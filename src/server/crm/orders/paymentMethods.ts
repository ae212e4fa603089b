import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { created, success } from '../api/answers.js';
import { visibleNamed } from '../api/identifiers.js';
import { readMembers } from '../api/members.js';
import { readBy, readEntity, readText, type Call } from '../api/parameters.js';
import { post, type Method } from '../api/plane.js';
import { refuseEntity, refuseUnknown, Refused } from '../api/refused.js';
import { postInSite } from '../api/sites.js';
import { transact, type Writing } from '../store/actor.js';
import type { Document, Stored } from '../store/documents.js';
import { partsOf } from './history.js';
import { numberOf } from './items.js';
import { findOrder } from './named.js';
import { findPayment, layPayment } from './payments.js';
import { paymentShape } from './shape.js';
import { saveOrder } from './write.js';

/** `orders/payments/*` */
export const paymentMethods: readonly Method[] = [
  postInSite('orders/payments/create', 'order_write', createPayment),
  postInSite('orders/payments/:identifier/edit', 'order_write', editPayment),
  post('orders/payments/:identifier/delete', 'order_write', deletePayment),
];

function createPayment(call: Call): Answer {
  const sent = readEntity(call, 'payment');
  return transact(call.store, call.actor, (writing) => {
    const order = orderNamed(call, isObject(sent['order']) ? sent['order'] : {});
    const payments = partsOf(order.document, 'payments');
    const read = readPayment(writing, sent);
    if (read['type'] === undefined) refuseEntity({ type: 'This value should not be blank.' });
    if (read['externalId'] !== undefined && findPayment(call.store, 'externalId', String(read['externalId']))) {
      throw new Refused(400, 'Payment already exists.', { externalId: 'This value is already used.' });
    }
    const due = Math.max(
      0,
      numberOf(order.document['totalSumm']) - payments.reduce((sum, { amount }) => sum + numberOf(amount), 0),
    );
    const payment = layPayment(writing, undefined, read, due);
    saveOrder(writing, order, { ...order.document, payments: [...payments, payment] });
    return created({ id: payment['id'] });
  });
}

function editPayment(call: Call): Answer {
  const sent = readEntity(call, 'payment');
  return transact(call.store, call.actor, (writing) => {
    const { order, id } = paymentNamed(call, readBy(call));
    const read = readPayment(writing, sent);
    const payments = partsOf(order.document, 'payments').map((payment) =>
      payment['id'] === id ? layPayment(writing, payment, read, 0) : payment,
    );
    saveOrder(writing, order, { ...order.document, payments });
    return success({ id });
  });
}

/** Named by the CRM's id alone. */
function deletePayment(call: Call): Answer {
  return transact(call.store, call.actor, (writing) => {
    const { order, id } = paymentNamed(call, 'id');
    const payments = partsOf(order.document, 'payments').filter((payment) => payment['id'] !== id);
    saveOrder(writing, order, { ...order.document, payments });
    return success();
  });
}

function readPayment({ store }: Writing, sent: Document): Document {
  const problems: Record<string, string> = {};
  const read = readMembers(paymentShape, sent, { store, problems });
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  return read;
}

function paymentNamed(call: Call, by: 'id' | 'externalId'): { readonly order: Stored; readonly id: number } {
  const found = findPayment(call.store, by, call.request.params['identifier'] ?? '') ?? refuseUnknown();
  return { order: visibleNamed(call, 'orders', { id: found.order }) ?? refuseUnknown(), id: found.payment };
}

function orderNamed(call: Call, named: Document): Stored {
  const found = findOrder(call.store, named, readText(call, 'site'));
  return (
    (found && visibleNamed(call, 'orders', { id: found.id })) ?? refuseEntity({ order: 'There is no such order.' })
  );
}
