import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { created, present, success } from '../api/answers.js';
import { answerExternalIds } from '../api/externalIds.js';
import { namedByPath } from '../api/identifiers.js';
import { answerList } from '../api/lists.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseMissing } from '../api/refused.js';
import { postInSite, readSite, visibleSites } from '../api/sites.js';
import { answerUpload } from '../api/upload.js';
import { answerHistory } from '../history/answer.js';
import { referenceItem } from '../references/items.js';
import { transact } from '../store/actor.js';
import { select } from '../store/documents.js';
import { combineOrders } from './combine.js';
import { orderFilters } from './filters.js';
import { createLink } from './links.js';
import { paymentMethods } from './paymentMethods.js';
import { showInHistory, showOrder } from './show.js';
import { createOrder, editOrder } from './write.js';

const read = 'order_read';
const write = 'order_write';

/** `orders/*` */
export const orderMethods: readonly Method[] = [
  get('orders', read, (call) =>
    answerList(call, {
      collection: 'orders',
      key: 'orders',
      filters: orderFilters,
      order: 'created_at DESC, id DESC',
      within: { sql: 'orders.site IN (SELECT value FROM json_each(?))', values: [JSON.stringify(visibleSites(call))] },
      show: (order) => showOrder(call.store, order),
    }),
  ),
  get('orders/history', read, (call) => answerHistory(call, 'orders')),
  get('orders/statuses', read, answerStatuses),
  get('orders/:identifier', read, (call) => success({ order: showOrder(call.store, namedByPath(call, 'orders')) })),
  post('orders/create', write, (call) => {
    const sent = readEntity(call, 'order');
    const site = readSite(call);
    return transact(call.store, call.actor, (writing) => {
      const order = createOrder(writing, sent, site);
      return created({ id: order.id, order: showInHistory(call.store, order) });
    });
  }),
  postInSite('orders/:identifier/edit', write, (call) => {
    const sent = readEntity(call, 'order');
    return transact(call.store, call.actor, (writing) => {
      const order = editOrder(writing, namedByPath(call, 'orders'), sent);
      return success({ id: order.id, order: showOrder(call.store, order) });
    });
  }),
  post('orders/upload', write, (call) =>
    answerUpload(call, {
      field: 'orders',
      uploaded: 'uploadedOrders',
      failed: 'failedOrders',
      message: 'Orders are loaded with errors',
      create: createOrder,
      members: (taken) => ({ orders: taken.map((order) => showInHistory(call.store, order)) }),
    }),
  ),
  post('orders/fix-external-ids', write, (call) => answerExternalIds(call, 'orders', 'orders')),
  post('orders/combine', write, combineOrders),
  postInSite('orders/links/create', write, createLink),
  ...paymentMethods,
];

/** `ids[]`, `externalIds[]`: only where the orders stand; unknown ones are left out. */
function answerStatuses(call: Call): Answer {
  const ids = listed(call, 'ids');
  const externalIds = listed(call, 'externalIds');
  if (ids.length + externalIds.length === 0) refuseMissing('ids');
  const { store } = call;
  const where = {
    sql: `(id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) OR external_id IN (SELECT value FROM json_each(?)))
      AND site IN (SELECT value FROM json_each(?))`,
    values: [ids, externalIds, visibleSites(call)].map((list) => JSON.stringify(list)),
  };
  const orders = select(store, 'orders', where, 'ORDER BY id LIMIT 500').map(
    ({ id, document: { externalId, status } }) =>
      present({ id, externalId, status, group: referenceItem(store, 'statuses', String(status))?.['group'] }),
  );
  return success({ orders });
}

function listed({ request }: Call, name: string): string[] {
  const value = request.query[name];
  if (value === undefined || value === '') return [];
  const values: readonly unknown[] = isObject(value) || Array.isArray(value) ? Object.values(value) : [value];
  return values.map(String);
}
