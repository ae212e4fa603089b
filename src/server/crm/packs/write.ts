import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { date, integer, number, text, type Shape } from '../api/members.js';
import { changedMembers, watch } from '../history/changes.js';
import { partsOf } from '../orders/history.js';
import { codeOf } from '../references/codes.js';
import type { Writing } from '../store/actor.js';
import { find, get, insert, remove, replace, type Document, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import type { Store } from '../store/open.js';

const shape: Shape = {
  itemId: integer(1),
  store: codeOf('stores'),
  quantity: number(0),
  purchasePrice: number(0),
  shipmentDate: date,
  invoiceNumber: text(),
  deliveryNoteNumber: text(),
};

/** In camel case, unlike the fields of other histories. */
const watched = [
  watch('store', 'store', 'code'),
  ...['quantity', 'purchasePrice', 'shipmentDate', 'invoiceNumber', 'deliveryNoteNumber'].map((name) =>
    watch(name, name),
  ),
];

export function createPack(writing: Writing, sent: Document): number {
  const { store } = writing;
  const document = lay(writing, {}, sent);
  const pack = { id: insert(store, 'packs', document), document };
  const { purchasePrice, quantity } = document;
  const members = { pack: present({ ...stub(pack), purchasePrice, quantity, store: codeIn(document) }) };
  writeHistory(writing, { ...rowOf(pack), field: 'store', old: null, new: codeIn(document), created: true, members });
  return pack.id;
}

export function editPack(writing: Writing, { id, document: old }: Stored, sent: Document): void {
  const document = lay(writing, old, sent);
  replace(writing.store, 'packs', id, document);
  const pack = { id, document };
  for (const change of changedMembers(old, document, watched)) {
    writeHistory(writing, { ...rowOf(pack), ...change, members: { pack: stub(pack) } });
  }
}

export function deletePack(writing: Writing, pack: Stored): void {
  remove(writing.store, 'packs', pack.id);
  const old = codeIn(pack.document);
  writeHistory(writing, {
    ...rowOf(pack),
    field: 'store',
    old,
    new: null,
    deleted: true,
    members: { pack: stub(pack) },
  });
}

/** A pack belongs to a line of an order, and repeats the offer of it. */
function lay(writing: Writing, old: Document, sent: Document): Document {
  const named = isObject(sent['item']) ? { itemId: sent['item']['id'], ...sent } : sent;
  const { itemId, ...members } = layEntity(
    writing,
    shape,
    { quantity: 1, ...old, itemId: old['item'] },
    named,
    ['itemId', 'store'],
    (merged, problems) => {
      if (merged['itemId'] !== undefined && lineOf(writing.store, merged['itemId']) === undefined) {
        problems['itemId'] ??= 'There is no such order product.';
      }
    },
  );
  const line = lineOf(writing.store, itemId);
  const offer = isObject(line?.item['offer']) ? line.item['offer'] : {};
  const { externalId, xmlId, unit } = offer;
  return { ...members, item: itemId, order: line?.order.id, offer: present({ externalId, xmlId, unit }) };
}

function lineOf(store: Store, item: unknown): { readonly order: Stored; readonly item: Document } | undefined {
  const where = {
    sql: `EXISTS (SELECT 1 FROM json_each(orders.document, '$.items') WHERE json_extract(value, '$.id') = ?)`,
    values: [item],
  };
  const order = find(store, 'orders', where);
  const found = order && partsOf(order.document, 'items').find(({ id }) => id === item);
  return order && found && { order, item: found };
}

export function showPack(store: Store, { id, document }: Stored): Document {
  const { item, order, offer, ...rest } = document;
  const { unit, externalId, xmlId } = isObject(offer) ? offer : {};
  const stored = get(store, 'orders', Number(order));
  const line = stored && partsOf(stored.document, 'items').find((each) => each['id'] === item);
  return present({
    id,
    ...rest,
    unit,
    item: {
      id: item,
      externalIds: line?.['externalIds'] ?? [],
      order: { id: order },
      offer: present({ externalId, xmlId }),
    },
  });
}

/** What a history row repeats of a pack. */
function stub({ id, document: { item, order, offer } }: Stored): Document {
  const { externalId, xmlId } = isObject(offer) ? offer : {};
  return { id, item: { id: item, order: { id: order }, offer: present({ externalId, xmlId }) } };
}

function codeIn({ store }: Document): Document {
  return { code: store };
}

function rowOf({ id }: Stored): { readonly entity: 'packs'; readonly subject: number } {
  return { entity: 'packs', subject: id };
}
