import { present } from '../api/answers.js';
import type { Document, Stored } from '../store/documents.js';

/** How other entities name a corporate customer. */
export function corporateStub({ id, document: { site, externalId } }: Stored): Document {
  return present({ site, id, externalId, type: 'customer_corporate' });
}

/** What a row of its history repeats. */
export function corporateInHistory({ id, document: { externalId, nickName, site } }: Stored): Document {
  return present({ type: 'customer_corporate', id, externalId, nickName, site });
}

/** Where a row of the history belongs. */
export function corporateSubject({ id, document: { externalId } }: Stored): {
  readonly entity: 'corporate';
  readonly subject: number;
  readonly externalId: unknown;
} {
  return { entity: 'corporate', subject: id, externalId };
}
