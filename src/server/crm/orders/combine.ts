import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { success } from '../api/answers.js';
import { visibleNamed } from '../api/identifiers.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import { refuseEntity, refuseParameters } from '../api/refused.js';
import { recountTotals } from '../customers/totals.js';
import { transact } from '../store/actor.js';
import { remove, type Document, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import { partsOf } from './history.js';
import { numberOf } from './items.js';
import { indexPayments } from './payments.js';
import { orderStub } from './show.js';
import { customerId, saveOrder } from './write.js';

/** Whose quantity a line gets that both orders have: the result's, both together, or the other's. */
const techniques = ['ours', 'summ', 'theirs'] as const;
type Technique = (typeof techniques)[number];

/** Lines and payments of `order` go into `resultOrder`; `order` ends, and its history says in which. */
export function combineOrders(call: Call): Answer {
  const technique = readText(call, 'technique') ?? 'ours';
  const known = techniques.find((each) => each === technique);
  if (known === undefined)
    return refuseParameters({ technique: `This value must be one of: ${techniques.join(', ')}.` });
  const [named, resultNamed] = [readEntity(call, 'order'), readEntity(call, 'resultOrder')];
  return transact(call.store, call.actor, (writing) => {
    const { store } = writing;
    const merged = visibleNamed(call, 'orders', named) ?? refuseEntity({ order: 'There is no such order.' });
    const result =
      visibleNamed(call, 'orders', resultNamed) ?? refuseEntity({ resultOrder: 'There is no such order.' });
    if (merged.id === result.id) refuseEntity({ order: 'This is the resulting order.' });
    indexPayments(store, merged.id, []);
    remove(store, 'orders', merged.id);
    writeHistory(writing, {
      entity: 'orders',
      subject: merged.id,
      externalId: merged.document['externalId'],
      field: 'id',
      old: merged.id,
      new: null,
      deleted: true,
      members: { order: orderStub(merged), combinedTo: orderStub(result) },
    });
    saveOrder(writing, result, {
      ...result.document,
      items: mergeItems(result, merged, known),
      payments: [...partsOf(result.document, 'payments'), ...partsOf(merged.document, 'payments')],
    });
    const owner = customerId(merged.document);
    if (owner !== undefined) recountTotals(store, owner);
    return success({ errors: [] });
  });
}

function mergeItems(result: Stored, merged: Stored, technique: Technique): readonly Document[] {
  const theirs = partsOf(merged.document, 'items');
  const ours = partsOf(result.document, 'items');
  const both = ours.map((item) => {
    const twin = theirs.find((each) => isSameOffer(each, item));
    if (twin === undefined || technique === 'ours') return item;
    const quantity = numberOf(twin['quantity']);
    return { ...item, quantity: technique === 'summ' ? numberOf(item['quantity']) + quantity : quantity };
  });
  return [...both, ...theirs.filter((item) => !ours.some((each) => isSameOffer(each, item)))];
}

function isSameOffer(a: Document, b: Document): boolean {
  const [first, second] = [offerKey(a), offerKey(b)];
  return first !== undefined && first === second;
}

function offerKey({ offer }: Document): string | undefined {
  if (!isObject(offer)) return undefined;
  const name = ['id', 'externalId', 'xmlId'].find((each) => offer[each] !== undefined);
  return name && `${name} ${String(offer[name])}`;
}
