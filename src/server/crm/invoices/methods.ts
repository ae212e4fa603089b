import { randomUUID } from 'node:crypto';
import type { Answer } from '../../http/plane.js';
import { present, success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { dateTime, flag, integer, number, oneOf, text, type Shape } from '../api/members.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity, refuseUnknown } from '../api/refused.js';
import { partsOf } from '../orders/history.js';
import { findPayment, layPayment } from '../orders/payments.js';
import { saveOrder } from '../orders/write.js';
import { currencyCode } from '../references/codes.js';
import { referenceItems } from '../references/items.js';
import { transact, type Writing } from '../store/actor.js';
import { find, get as load, insert, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

const statuses = ['pending', 'waitingForCapture', 'succeeded', 'canceled', 'refunded'];

const shape: Shape = {
  externalId: text(),
  status: oneOf(...statuses),
  amount: number(0),
  currency: currencyCode,
  createdAt: dateTime,
  paidAt: dateTime,
  expiredAt: dateTime,
  refundable: flag,
  returnUrl: text(2000),
  invoiceUrl: text(2000),
  cancellationDetails: text(1000),
  discountAmount: number(0),
  paymentId: integer(1),
};

/** `payment/*`: invoices by which a payment of an order is paid. */
export const invoiceMethods: readonly Method[] = [
  post('payment/create-invoice', 'payments_write', (call) => {
    const sent = readEntity(call, 'createInvoice');
    return transact(call.store, call.actor, (writing) => {
      const { invoiceUrl } = createInvoice(writing, call, sent);
      return success({ result: { link: invoiceUrl } });
    });
  }),
  post('payment/invoice/import', 'payments_write', (call) => {
    const sent = readEntity(call, 'invoice');
    return transact(call.store, call.actor, (writing) => {
      const { invoiceUuid } = createInvoice(writing, call, sent);
      return success({ invoice: { invoiceUuid } });
    });
  }),
  post('payment/update-invoice', 'payments_write', updateInvoice),
  post('payment/check', 'payments_read', (call) => {
    const { invoiceUuid, amount, currency } = readEntity(call, 'check');
    const { document } =
      findInvoice(call.store, invoiceUuid) ?? refuseEntity({ invoiceUuid: 'There is no such invoice.' });
    const open = document['status'] === 'pending' || document['status'] === 'waitingForCapture';
    return success({
      result: { success: open && Number(amount) === document['amount'] && currency === document['currency'] },
    });
  }),
  get('payment/invoice/:uuid', 'payments_read', (call) => {
    const { document } = findInvoice(call.store, call.request.params['uuid']) ?? refuseUnknown();
    const { payment, ...invoice } = document;
    return success({ invoice: { ...invoice, paymentId: payment } });
  }),
];

function createInvoice(writing: Writing, call: Call, sent: Document): Document {
  const { store, at } = writing;
  const { paymentId, ...invoice } = layEntity(writing, shape, { status: 'pending', createdAt: at }, sent, [
    'paymentId',
  ]);
  const found = paymentOf(store, Number(paymentId)) ?? refuseEntity({ paymentId: 'There is no such payment.' });
  const invoiceUuid = randomUUID();
  const document = {
    invoiceUuid,
    payment: Number(paymentId),
    amount: found.payment['amount'],
    currency: found.order.document['currency'],
    invoiceUrl: `http://${call.request.headers['host'] ?? 'localhost'}/invoices/${invoiceUuid}`,
    ...invoice,
  };
  insert(store, 'invoices', document);
  settle(writing, document);
  return document;
}

function updateInvoice(call: Call): Answer {
  const sent = readEntity(call, 'updateInvoice');
  return transact(call.store, call.actor, (writing) => {
    const { invoiceUuid } = sent;
    const invoice = findInvoice(call.store, invoiceUuid) ?? refuseEntity({ invoiceUuid: 'There is no such invoice.' });
    // Here the payment is named by the module's own words, which are not ours to check.
    const { paymentId: _theirs, ...members } = sent;
    const document = layEntity(writing, shape, invoice.document, members);
    replace(call.store, 'invoices', invoice.id, document);
    if (document['status'] !== invoice.document['status']) settle(writing, document);
    return success();
  });
}

/** A paid invoice pays its payment: the order's history tells it like any other payment. */
function settle(writing: Writing, { payment: id, status, amount, paidAt }: Document): void {
  if (status !== 'succeeded') return;
  const { store, at } = writing;
  const found = paymentOf(store, Number(id));
  const paid = referenceItems(store, 'payment-statuses').find((each) => each['paymentComplete'] === true);
  if (found === undefined || paid === undefined) return;
  const change = present({ status: paid['code'], amount, paidAt: paidAt ?? at });
  const payments = partsOf(found.order.document, 'payments').map((payment) =>
    payment['id'] === id ? layPayment(writing, payment, change, 0) : payment,
  );
  saveOrder(writing, found.order, { ...found.order.document, payments });
}

function paymentOf(store: Store, id: number): { readonly order: Stored; readonly payment: Document } | undefined {
  const found = findPayment(store, 'id', String(id));
  const order = found && load(store, 'orders', found.order);
  const payment = order && partsOf(order.document, 'payments').find((each) => each['id'] === id);
  return order && payment && { order, payment };
}

function findInvoice(store: Store, uuid: unknown): Stored | undefined {
  return typeof uuid === 'string' ? find(store, 'invoices', { sql: 'uuid = ?', values: [uuid] }) : undefined;
}
