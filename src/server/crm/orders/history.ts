import {
  addressMembers,
  changedCustomFields,
  changedMembers,
  same,
  watch,
  type FieldChange,
} from '../history/changes.js';
import type { Document } from '../store/documents.js';
import { showItem } from './items.js';
import { itemStub, paymentStub } from './partStubs.js';

const watchedOrder = [
  watch('status', 'status', 'code'),
  watch('statusComment', 'status_comment'),
  watch('orderType', 'order_type', 'code'),
  watch('orderMethod', 'order_method', 'code'),
  watch('site', 'site', 'code'),
  watch('managerId', 'manager', 'id'),
  watch('countryIso', 'country'),
  watch('createdAt', 'created_at'),
  watch('firstName', 'first_name'),
  watch('lastName', 'last_name'),
  watch('patronymic', 'patronymic'),
  watch('phone', 'phone'),
  watch('additionalPhone', 'additional_phone'),
  watch('email', 'email'),
  watch('customerComment', 'customer_comment'),
  watch('managerComment', 'manager_comment'),
  watch('discountManualAmount', 'discount_manual_amount'),
  watch('discountManualPercent', 'discount_manual_percent'),
  watch('fullPaidAt', 'full_paid_at'),
  watch('delivery.code', 'delivery_type', 'code'),
  watch('delivery.service.code', 'delivery_service', 'code'),
  watch('delivery.cost', 'delivery_cost'),
  watch('delivery.netCost', 'delivery_net_cost'),
  watch('delivery.date', 'delivery_date'),
  watch('delivery.time', 'delivery_time'),
  watch('delivery.address.countryIso', 'delivery_address.country'),
  watch('delivery.address.intercomCode', 'delivery_address.intercom_code'),
  ...addressMembers.map((name) => watch(`delivery.address.${name}`, `delivery_address.${name}`)),
  watch('delivery.data.status', 'integration_delivery_data.status'),
  watch('delivery.data.trackNumber', 'integration_delivery_data.track_number'),
  watch('delivery.data.courierId', 'integration_delivery_data.courier', 'id'),
  watch('shipmentStore', 'shipment_store', 'code'),
  watch('shipmentDate', 'shipment_date'),
  watch('shipped', 'shipped'),
];

const watchedItem = [
  watch('status', 'order_product.status', 'code'),
  watch('quantity', 'order_product.quantity'),
  watch('initialPrice', 'order_product.initial_price'),
  watch('discountManualAmount', 'order_product.discount_manual_amount'),
  watch('discountManualPercent', 'order_product.discount_manual_percent'),
  watch('discountTotal', 'order_product.discount_total'),
  watch('vatRate', 'order_product.vat_rate'),
];

const watchedPayment = [
  watch('status', 'payments.status', 'code'),
  watch('type', 'payments.type', 'code'),
  watch('amount', 'payments.amount'),
  watch('paidAt', 'payments.paid_at'),
  watch('comment', 'payments.comment'),
  watch('externalId', 'payments.external_id'),
];

/** A changed field of an order, with the line or the payment that it belongs to. */
export interface OrderChange extends FieldChange {
  readonly item?: Document;
  readonly payment?: Document;
}

/** Rows of the order's history between two of its stored forms; `owner` is how a row names whose it was and is. */
export function orderChanges(
  old: Document,
  current: Document,
  owner: { readonly old: unknown; readonly new: unknown },
): OrderChange[] {
  const rows: OrderChange[] = [
    ...changedMembers(old, current, watchedOrder),
    ...(same(owner.old, owner.new) ? [] : [{ field: 'customer', ...owner }]),
    ...changedCustomFields(old, current),
    ...changedParts(partsOf(old, 'items'), partsOf(current, 'items'), {
      field: 'order_product',
      watched: watchedItem,
      value: ({ id }) => ({ id }),
      name: (item) => ({ item: showItem(item) }),
      stub: (item) => ({ item: itemStub(item) }),
    }),
    ...changedParts(partsOf(old, 'payments'), partsOf(current, 'payments'), {
      field: 'payments',
      watched: watchedPayment,
      value: ({ id, type }) => ({ id, type }),
      name: (payment) => ({ payment }),
      stub: (payment) => ({ payment: paymentStub(payment) }),
    }),
  ];
  return rows.sort((a, b) => rankOf(a) - rankOf(b) || (a.field < b.field ? -1 : a.field > b.field ? 1 : 0));
}

/** The CRM tells the status first, then parts that came and went, then the rest by name. */
function rankOf({ field }: OrderChange): number {
  if (field === 'status') return 0;
  return field === 'order_product' || field === 'payments' ? 1 : 2;
}

interface Parts {
  readonly field: string;
  readonly watched: readonly ReturnType<typeof watch>[];
  readonly value: (part: Document) => unknown;
  /** A part that came or went is given whole, one that changed by a stub. */
  readonly name: (part: Document) => Named;
  readonly stub: (part: Document) => Named;
}

type Named = Pick<OrderChange, 'item' | 'payment'>;

/** Parts that left, that joined, and what changed in the others. */
function changedParts(before: readonly Document[], after: readonly Document[], parts: Parts): OrderChange[] {
  const { field, value, name, stub } = parts;
  const gone = before.filter((part) => !after.some(({ id }) => id === part['id']));
  const rows: OrderChange[] = gone.map((part) => ({ field, old: value(part), new: null, ...name(part) }));
  for (const part of after) {
    const old = before.find(({ id }) => id === part['id']);
    if (old === undefined) rows.push({ field, old: null, new: value(part), ...name(part) });
    else rows.push(...changedMembers(old, part, parts.watched).map((change) => ({ ...change, ...stub(part) })));
  }
  return rows;
}

export function partsOf(document: Document, list: 'items' | 'payments'): readonly Document[] {
  return (document[list] ?? []) as readonly Document[]; // lists of maps in every stored order (items.ts, payments.ts)
}
