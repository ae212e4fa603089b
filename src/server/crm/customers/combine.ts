import type { Answer } from '../../http/plane.js';
import { success } from '../api/answers.js';
import { visibleNamed } from '../api/identifiers.js';
import { readEntities, readEntity, type Call } from '../api/parameters.js';
import { refuseEntity } from '../api/refused.js';
import { mergeAccounts } from '../loyalty/combine.js';
import { mergeMembership } from '../segments/rows.js';
import { transact, type Writing } from '../store/actor.js';
import { remove, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import { customerStub, showCustomer } from './show.js';
import { indexPhones } from './phones.js';
import { textsOf } from './history.js';
import { recountTotals } from './totals.js';
import { saveCustomer } from './write.js';

/** Most customers that are merged at once. */
const most = 50;

/** Orders, notes, tasks and phones of the others become the result's; the others end, and their history says in whom. */
export function combineCustomers(call: Call): Answer {
  const others = readEntities(call, 'customers', most);
  const result = readEntity(call, 'resultCustomer');
  return transact(call.store, call.actor, (writing) => {
    const { store } = writing;
    let survivor =
      visibleNamed(call, 'customers', result) ?? refuseEntity({ resultCustomer: 'There is no such customer.' });
    others.forEach((row, index) => {
      const merged =
        visibleNamed(call, 'customers', row) ?? refuseEntity({ [`customers[${index}]`]: 'There is no such customer.' });
      if (merged.id === survivor.id) refuseEntity({ [`customers[${index}]`]: 'This is the resulting customer.' });
      survivor = take(writing, survivor, merged);
    });
    recountTotals(store, survivor.id);
    return success();
  });
}

function take(writing: Writing, survivor: Stored, merged: Stored): Stored {
  const { db } = writing.store;
  const whole = showCustomer(writing.store, merged);
  for (const table of ['orders', 'tasks', 'notes']) {
    db.prepare(`UPDATE ${table} SET document = json_set(document, '$.customer.id', ?) WHERE customer_id = ?`).run(
      survivor.id,
      merged.id,
    );
  }
  // One cart in a shop, one mark for an offer: where the survivor has its own, that one stays.
  for (const table of ['carts', 'favorites']) {
    db.prepare(
      `UPDATE OR IGNORE ${table} SET document = json_set(document, '$.customer', ?) WHERE customer_id = ?`,
    ).run(survivor.id, merged.id);
    db.prepare(`DELETE FROM ${table} WHERE customer_id = ?`).run(merged.id);
  }
  mergeAccounts(writing.store, merged.id, survivor.id);
  mergeMembership(writing.store, merged.id, survivor.id);
  db.prepare('DELETE FROM customer_totals WHERE customer_id = ?').run(merged.id);
  indexPhones(writing.store, merged.id, {});
  remove(writing.store, 'customers', merged.id);
  const phones = [
    ...new Set([...textsOf(survivor.document, 'phones', 'number'), ...textsOf(merged.document, 'phones', 'number')]),
  ];
  writeHistory(writing, {
    entity: 'customers',
    subject: merged.id,
    externalId: merged.document['externalId'],
    field: 'id',
    old: merged.id,
    new: null,
    deleted: true,
    members: { customer: whole, combinedTo: customerStub(survivor) },
  });
  return saveCustomer(writing, survivor, { ...survivor.document, phones: phones.map((number) => ({ number })) });
}
