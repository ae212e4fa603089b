import { isObject } from '../../../model/json.js';
import { phpMap, present } from '../api/answers.js';
import { find, get, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

export interface FoundOffer {
  /** As an order line repeats it. */
  readonly shown: Document;
  readonly price: number | undefined;
  readonly purchasePrice: number | undefined;
}

/** The offer that `id`, `externalId` or `xmlId` names. */
export function findOffer(store: Store, named: Document): FoundOffer | undefined {
  const stored = loadOffer(store, named);
  if (stored === undefined) return undefined;
  const { externalId, xmlId, name, article, vatRate, unit, barcode, purchasePrice } = stored.document;
  return {
    shown: present({ displayName: name, id: stored.id, externalId, xmlId, name, article, vatRate, unit, barcode }),
    price: basePrice(stored.document),
    purchasePrice: typeof purchasePrice === 'number' ? purchasePrice : undefined,
  };
}

export function loadOffer(store: Store, { id, externalId, xmlId }: Document): Stored | undefined {
  if (typeof id === 'number') return get(store, 'offers', id);
  if (externalId !== undefined) return find(store, 'offers', { sql: 'external_id = ?', values: [String(externalId)] });
  return xmlId === undefined ? undefined : find(store, 'offers', { sql: 'xml_id = ?', values: [String(xmlId)] });
}

/** An offer as a cart or a list of favourites repeats it; one that has gone leaves its id. */
export function showBrief(store: Store, id: number): Document {
  const document = get(store, 'offers', id)?.document ?? {};
  const { externalId, xmlId, name, vatRate, properties, unit, barcode } = document;
  return present({
    displayName: name,
    id,
    externalId,
    xmlId,
    name,
    vatRate,
    properties: phpMap(properties),
    unit,
    barcode,
  });
}

/** The price of the type `base`, else the first. */
export function basePrice({ prices }: Document): number | undefined {
  const rows = Array.isArray(prices) ? prices.filter(isObject) : [];
  const price = (rows.find((row) => row['priceType'] === 'base') ?? rows[0])?.['price'];
  return typeof price === 'number' ? price : undefined;
}
