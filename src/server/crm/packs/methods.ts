import { created, success } from '../api/answers.js';
import { entityByPath } from '../api/entities.js';
import { anyOf, equal, member, since, until, type Filters } from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { readEntity } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { answerHistory } from '../history/answer.js';
import { transact } from '../store/actor.js';
import { createPack, deletePack, editPack, showPack } from './write.js';

const of = (path: string): string => member('packs', path);

const filters: Filters = {
  ids: anyOf('packs.id', 'integer'),
  stores: anyOf('packs.store'),
  itemId: anyOf('packs.item_id', 'integer'),
  orderId: anyOf('packs.order_id', 'integer'),
  orderExternalId: anyOf('(SELECT external_id FROM orders WHERE orders.id = packs.order_id)'),
  offerXmlId: equal(of('offer.xmlId')),
  offerExternalId: equal(of('offer.externalId')),
  shipmentDateFrom: since(of('shipmentDate')),
  shipmentDateTo: until(of('shipmentDate')),
  invoiceNumber: equal(of('invoiceNumber')),
  deliveryNoteNumber: equal(of('deliveryNoteNumber')),
};

/** `orders/packs/*`: from which store the pieces of an order's line were taken. */
export const packMethods: readonly Method[] = [
  get('orders/packs', 'order_read', (call) =>
    answerList(call, { collection: 'packs', key: 'packs', filters, show: (pack) => showPack(call.store, pack) }),
  ),
  get('orders/packs/history', 'order_read', (call) => answerHistory(call, 'packs')),
  get('orders/packs/:id', 'order_read', (call) => success({ pack: showPack(call.store, entityByPath(call, 'packs')) })),
  post('orders/packs/create', 'order_write', (call) => {
    const sent = readEntity(call, 'pack');
    return transact(call.store, call.actor, (writing) => created({ id: createPack(writing, sent) }));
  }),
  post('orders/packs/:id/edit', 'order_write', (call) => {
    const sent = readEntity(call, 'pack');
    return transact(call.store, call.actor, (writing) => {
      const pack = entityByPath(call, 'packs');
      editPack(writing, pack, sent);
      return success({ id: pack.id });
    });
  }),
  post('orders/packs/:id/delete', 'order_write', (call) =>
    transact(call.store, call.actor, (writing) => {
      deletePack(writing, entityByPath(call, 'packs'));
      return success();
    }),
  ),
];
