import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import type { Document } from '../store/documents.js';

/** What a history row repeats of a line that it does not give whole. */
export function itemStub({ id, offer }: Document): Document {
  if (!isObject(offer)) return { id };
  const { id: offerId, externalId, xmlId } = offer;
  return { id, offer: present({ id: offerId, externalId, xmlId }) };
}

/** The same of a payment. */
export function paymentStub({ id, type, externalId }: Document): Document {
  return present({ id, type, externalId });
}
