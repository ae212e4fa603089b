import type { Answer } from '../../http/plane.js';
import { success } from '../api/answers.js';
import { findNamed } from '../api/identifiers.js';
import { readEntities, readEntity, type Call } from '../api/parameters.js';
import { refuseEntity } from '../api/refused.js';
import { transact, type Writing } from '../store/actor.js';
import { remove, replace, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import { partKinds, partsOf } from './parts.js';
import { corporateInHistory, corporateSubject } from './stub.js';
import { mainPart } from './writeParts.js';

const most = 50;

/** Parts and notes of the others become the result's, which keeps its own main ones; the others end. */
export function combineCorporate(call: Call): Answer {
  const others = readEntities(call, 'customers', most);
  const result = readEntity(call, 'resultCustomer');
  return transact(call.store, call.actor, (writing) => {
    const { store } = writing;
    const survivor =
      findNamed(store, 'corporate_customers', result) ?? refuseEntity({ resultCustomer: 'There is no such customer.' });
    others.forEach((row, index) => {
      const merged =
        findNamed(store, 'corporate_customers', row) ??
        refuseEntity({ [`customers[${index}]`]: 'There is no such customer.' });
      if (merged.id === survivor.id) refuseEntity({ [`customers[${index}]`]: 'This is the resulting customer.' });
      take(writing, survivor, merged);
    });
    return success();
  });
}

function take(writing: Writing, survivor: Stored, merged: Stored): void {
  const { store } = writing;
  for (const kind of partKinds) {
    const hasMain = mainPart(store, kind, survivor.id) !== undefined;
    for (const { id, document } of partsOf(store, kind, merged.id)) {
      const isMain = !hasMain && document['isMain'] === true;
      replace(store, kind.collection, id, { ...document, owner: survivor.id, isMain });
    }
  }
  store.db
    .prepare(`UPDATE corporate_notes SET document = json_set(document, '$.customer.id', ?) WHERE customer_id = ?`)
    .run(survivor.id, merged.id);
  remove(store, 'corporate_customers', merged.id);
  writeHistory(writing, {
    ...corporateSubject(merged),
    field: 'id',
    old: merged.id,
    new: null,
    deleted: true,
    members: { customer: corporateInHistory(merged), combinedTo: corporateInHistory(survivor) },
  });
}
