import { phpMap, present } from '../api/answers.js';
import { isObject } from '../../../model/json.js';
import { mergeMembers } from '../api/members.js';
import { findOffer } from '../catalogue/offers.js';
import { referenceItem } from '../references/items.js';
import type { Writing } from '../store/actor.js';
import { nextNumber, type Document } from '../store/documents.js';
import { round, type Line, type LineSums } from './sums.js';

/**
 * The lines after an edit: the sent list is the order's list from then on. A sent line that names a present one by `id`,
 * `externalIds` or `externalId` changes it; lines that are not sent go.
 */
export function layItems(
  writing: Writing,
  stored: readonly Document[],
  sent: readonly Document[],
): readonly Document[] {
  return sent.map((item) => {
    const known = stored.find((each) => isSame(each, item));
    if (known === undefined) return newItem(writing, item);
    const { offer, ...members } = item;
    const merged = { ...mergeMembers(known, members), id: known['id'] };
    return isObject(offer) ? { ...merged, offer: offerOf(writing, offer, merged) } : merged;
  });
}

function isSame(stored: Document, sent: Document): boolean {
  if (sent['id'] !== undefined) return stored['id'] === sent['id'];
  const wanted = [...codesOf(sent)];
  return wanted.length > 0 && codesOf(stored).some((code) => wanted.includes(code));
}

function codesOf({ externalIds, externalId }: Document): string[] {
  const rows = Array.isArray(externalIds) ? externalIds.filter(isObject) : [];
  const codes = rows.map((row) => `${String(row['code'])}=${String(row['value'])}`);
  return externalId === undefined ? codes : [...codes, `default=${String(externalId)}`];
}

function newItem(writing: Writing, sent: Document): Document {
  const { store, at } = writing;
  const { id: _unknown, offer: named, ...rest } = present(sent);
  const offer = isObject(named) ? findOffer(store, named) : undefined;
  return present({
    markingCodes: [],
    id: nextNumber(store, 'items'),
    initialPrice: offer?.price ?? 0,
    purchasePrice: offer?.purchasePrice ?? 0,
    createdAt: at,
    quantity: 1,
    status: 'new',
    offer: isObject(named) ? offerOf(writing, named, rest) : undefined,
    ...rest,
  });
}

/** The offer as the line repeats it; one that the catalogue does not hold keeps what the order says about it. */
function offerOf({ store }: Writing, named: Document, { productName }: Document): Document {
  const name = named['name'] ?? productName;
  return findOffer(store, named)?.shown ?? present({ ...named, name, displayName: name });
}

/** The money of a stored line. */
export function lineOf({ store }: Writing, item: Document): Line {
  const status = referenceItem(store, 'product-statuses', String(item['status']));
  return {
    initialPrice: numberOf(item['initialPrice']),
    quantity: numberOf(item['quantity']),
    purchasePrice: numberOf(item['purchasePrice']),
    discountManualAmount: numberOf(item['discountManualAmount']),
    discountManualPercent: numberOf(item['discountManualPercent']),
    canceled: status?.['cancelStatus'] === true,
  };
}

/** The line with its computed money; `chargeRate` is the money that a bonus stands for. */
export function withSums(item: Document, line: Line, sums: LineSums, chargeRate: number): Document {
  const { isCanceled: _old, bonusesChargeTotal: _before, ...rest } = item;
  return {
    ...rest,
    ...(sums.charged > 0 ? { bonusesChargeTotal: round(sums.charged / chargeRate) } : {}),
    discountTotal: sums.discountTotal,
    prices: [{ price: sums.price, quantity: line.quantity }],
    discounts: sums.discounts,
    ...(line.canceled ? { isCanceled: true } : {}),
  };
}

export function showItem(item: Document): Document {
  return { ...item, properties: phpMap(item['properties']) };
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
