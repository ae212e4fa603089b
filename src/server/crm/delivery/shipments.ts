import { isObject } from '../../../model/json.js';
import { created, phpMap, present, success } from '../api/answers.js';
import { entityByPath, layEntity } from '../api/entities.js';
import { anyOf, equal, member, since, until, type Filters, within } from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { anything, date, map, oneOf, text, type Shape } from '../api/members.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import { get, type Method } from '../api/plane.js';
import { postInSite } from '../api/sites.js';
import { userId } from '../customers/shape.js';
import { findOrder } from '../orders/named.js';
import { codeOf } from '../references/codes.js';
import { transact, type Writing } from '../store/actor.js';
import { get as load, insert, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

const shape: Shape = {
  integrationCode: text(),
  externalId: text(),
  deliveryType: codeOf('delivery-types'),
  store: codeOf('stores'),
  managerId: userId,
  status: oneOf('processing', 'cancelled'),
  date,
  time: map({ from: text(5), to: text(5), custom: text() }),
  lunchTime: map({ from: text(5), to: text(5), custom: text() }),
  comment: text(2000),
  extraData: anything,
};
const of = (name: string): string => member('shipments', name);

const filters: Filters = {
  ids: anyOf('shipments.id', 'integer'),
  externalId: equal('shipments.external_id'),
  deliveryTypes: anyOf('shipments.delivery_type'),
  stores: anyOf(of('store')),
  managers: anyOf(of('managerId'), 'integer'),
  statuses: anyOf(of('status')),
  dateFrom: since('shipments.date'),
  dateTo: until('shipments.date'),
  orderNumber: within(
    anyOf('orders.number'),
    (sql) => `EXISTS (SELECT 1 FROM json_each(shipments.document, '$.orders') AS held
      JOIN orders ON orders.id = held.value WHERE ${sql})`,
  ),
};

/** `delivery/shipments/*`: parcels that are handed to a delivery service together. */
export const shipmentMethods: readonly Method[] = [
  get('delivery/shipments', 'delivery_read', (call) =>
    answerList(call, {
      collection: 'shipments',
      key: 'deliveryShipments',
      filters,
      show: (shipment) => showShipment(call.store, shipment),
    }),
  ),
  get('delivery/shipments/:id', 'delivery_read', (call) =>
    success({ deliveryShipment: showShipment(call.store, entityByPath(call, 'shipments')) }),
  ),
  postInSite('delivery/shipments/create', 'delivery_write', (call) => {
    const sent = readShipment(call);
    return transact(call.store, call.actor, (writing) => {
      const shipment = lay(writing, { status: 'processing', orders: [] }, sent);
      return created({ id: insert(call.store, 'shipments', shipment), status: shipment['status'] });
    });
  }),
  postInSite('delivery/shipments/:id/edit', 'delivery_write', (call) => {
    const sent = readShipment(call);
    return transact(call.store, call.actor, (writing) => {
      const { id, document } = entityByPath(call, 'shipments');
      const shipment = lay(writing, document, sent);
      replace(call.store, 'shipments', id, shipment);
      return success({ id, status: shipment['status'] });
    });
  }),
];

/** The delivery type stands beside the shipment. */
function readShipment(call: Call): Document {
  return present({ ...readEntity(call, 'deliveryShipment'), deliveryType: readText(call, 'deliveryType') });
}

function lay(writing: Writing, old: Document, sent: Document): Document {
  const named = Array.isArray(sent['orders']) ? sent['orders'] : undefined;
  const orders = named?.map((each) => (isObject(each) ? findOrder(writing.store, each)?.id : undefined));
  const base = orders ? { ...old, orders } : old;
  return layEntity(writing, shape, base, sent, ['deliveryType'], (_merged, problems) => {
    orders?.forEach((id, index) => {
      if (id === undefined) problems[`orders[${index}]`] = 'There is no such order.';
    });
  });
}

function showShipment(store: Store, { id, document }: Stored): Document {
  const { integrationCode, orders, extraData, ...rest } = document;
  const held = (orders ?? []) as readonly number[]; // `lay` stores ids
  const shown = held.flatMap((order) => {
    const found = load(store, 'orders', order);
    return found ? [{ id: order, number: found.document['number'] }] : [];
  });
  return present({ integrationCode, id, ...rest, orders: shown, extraData: phpMap(extraData) });
}
