import type { Answer } from '../../http/plane.js';
import { transact } from '../store/actor.js';
import { find, get, replace } from '../store/documents.js';
import type { Collection } from '../store/schema.js';
import { success } from './answers.js';
import { readEntities, type Call } from './parameters.js';
import { refuseEntity } from './refused.js';

/** `[{id, externalId}]`: gives entities that were born in the CRM the id of the shop. No history: nothing about them changed. */
export function answerExternalIds(call: Call, collection: Collection, field: string): Answer {
  const rows = readEntities(call, field);
  return transact(call.store, call.actor, ({ store }) => {
    rows.forEach((row, index) => {
      const { id, externalId } = row;
      const stored = typeof id === 'number' || typeof id === 'string' ? get(store, collection, Number(id)) : undefined;
      if (stored === undefined) return refuseEntity({ [`${field}[${index}].id`]: 'There is no such entity.' });
      if (externalId === undefined || externalId === null || externalId === '') {
        return refuseEntity({ [`${field}[${index}].externalId`]: 'This value should not be blank.' });
      }
      const where = {
        sql: 'site = ? AND external_id = ? AND id <> ?',
        values: [stored.document['site'], String(externalId), stored.id],
      };
      if (find(store, collection, where)) {
        return refuseEntity({ [`${field}[${index}].externalId`]: 'This value is already used.' });
      }
      replace(store, collection, stored.id, { ...stored.document, externalId: String(externalId) });
    });
    return success();
  });
}
