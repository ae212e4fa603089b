import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { present, success } from '../api/answers.js';
import { namedByPath } from '../api/identifiers.js';
import { readEntities, readEntity, readList, readText, type Call } from '../api/parameters.js';
import { post, type Method } from '../api/plane.js';
import { refuseEntity } from '../api/refused.js';
import { saveOrder } from '../orders/write.js';
import { referenceItem } from '../references/items.js';
import { transact } from '../store/actor.js';
import { find, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { shipmentMethods } from './shipments.js';

/** `delivery/*` */
export const deliveryMethods: readonly Method[] = [
  post('delivery/calculate', 'delivery_read', calculate),
  post('delivery/generic/:subcode/tracking', 'delivery_write', track),
  ...shipmentMethods,
  post('orders/:identifier/delivery/cancel', 'order_write', cancel),
];

/** What each delivery type costs: its default price, since the embedded CRM has no tariffs of carriers. */
function calculate(call: Call): Answer {
  const codes = readList(call, 'deliveryTypeCodes').map(String);
  readEntity(call, 'order');
  const calculations = codes.map((code) => {
    const type = referenceItem(call.store, 'delivery-types', code);
    if (type === undefined || type['active'] === false) return { code, available: false };
    return { code, available: true, cost: Number(type['defaultCost'] ?? 0) };
  });
  return success({ calculations });
}

/** A carrier tells how its parcels are getting on: the last status, the track number and the cost go into the orders. */
function track(call: Call): Answer {
  const rows = readEntities(call, 'statusUpdate');
  const { subcode = '' } = call.request.params;
  return transact(call.store, call.actor, (writing) => {
    rows.forEach((row, index) => {
      const at = `statusUpdate[${index}].deliveryId`;
      const order = findByDelivery(call.store, subcode, row) ?? refuseEntity({ [at]: 'There is no such delivery.' });
      const delivery = isObject(order.document['delivery']) ? order.document['delivery'] : {};
      const data = isObject(delivery['data']) ? delivery['data'] : {};
      const told = present({ status: lastStatus(row['history']), trackNumber: row['trackNumber'] });
      const cost = typeof row['cost'] === 'number' ? { netCost: row['cost'] } : {};
      saveOrder(writing, order, { ...order.document, delivery: { ...delivery, ...cost, data: { ...data, ...told } } });
    });
    return success();
  });
}

function findByDelivery(store: Store, subcode: string, { deliveryId, trackNumber }: Document): Stored | undefined {
  return find(store, 'orders', {
    sql: `json_extract(document, '$.delivery.integrationCode') = ? AND (
      json_extract(document, '$.delivery.data.externalId') = ? OR json_extract(document, '$.delivery.data.trackNumber') = ?)`,
    values: [subcode, deliveryId === undefined ? null : String(deliveryId), trackNumber ?? null],
  });
}

/** The latest by its time, the last of equals. */
function lastStatus(history: unknown): unknown {
  const rows = Array.isArray(history) ? history.filter(isObject) : [];
  const times = rows.map(({ updatedAt }) => Date.parse(String(updatedAt)) || 0);
  return rows[times.lastIndexOf(Math.max(...times))]?.['code'];
}

/** Takes the order out of the carrier's hands. Without a delivery there is nothing to cancel, unless `force=1`. */
function cancel(call: Call): Answer {
  return transact(call.store, call.actor, (writing) => {
    const order = namedByPath(call, 'orders');
    const delivery = isObject(order.document['delivery']) ? order.document['delivery'] : {};
    const { data, ...rest } = delivery;
    if (data === undefined && readText(call, 'force') !== '1') {
      refuseEntity({ delivery: 'This order has no delivery of an integration.' });
    }
    saveOrder(writing, order, { ...order.document, delivery: rest });
    return success();
  });
}
