import { layEntity } from '../api/entities.js';
import { Refused } from '../api/refused.js';
import type { Writing } from '../store/actor.js';
import { find, insert, replace, type Document, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import type { Store } from '../store/open.js';
import type { PartKind } from './parts.js';
import { corporateInHistory, corporateSubject } from './stub.js';

/** Adds a part; the first of its kind is the main one. The history names it. */
export function createPart(writing: Writing, kind: PartKind, owner: Stored, sent: Document): Stored {
  const { store } = writing;
  const first = mainPart(store, kind, owner.id) === undefined;
  const document = lay(writing, kind, owner, { owner: owner.id, isMain: first, ...kind.birth(writing) }, sent);
  refuseTwice(store, kind, owner, document);
  const part = { id: insert(store, kind.collection, document), document };
  writeHistory(writing, {
    ...corporateSubject(owner),
    field: kind.field,
    old: null,
    new: { id: part.id },
    members: { customer: corporateInHistory(owner), [kind.told]: kind.show(store, part) },
  });
  if (document['isMain'] === true) makeMain(writing, kind, owner, part, first);
  return part;
}

export function editPart(writing: Writing, kind: PartKind, owner: Stored, part: Stored, sent: Document): Stored {
  const document = lay(writing, kind, owner, part.document, sent);
  const wasMain = part.document['isMain'] === true;
  // There is always a main one: it ceases to be by another one's becoming it.
  const changed = { id: part.id, document: { ...document, isMain: wasMain || document['isMain'] === true } };
  replace(writing.store, kind.collection, part.id, changed.document);
  if (changed.document.isMain && !wasMain) makeMain(writing, kind, owner, changed, false);
  return changed;
}

export function mainPart(store: Store, kind: PartKind, owner: number): Stored | undefined {
  const where = { sql: `customer_id = ? AND json_extract(document, '$.isMain')`, values: [owner] };
  return find(store, kind.collection, where);
}

function makeMain(writing: Writing, kind: PartKind, owner: Stored, part: Stored, first: boolean): void {
  const { store } = writing;
  const sql = `customer_id = ? AND id <> ? AND json_extract(document, '$.isMain')`;
  const old = find(store, kind.collection, { sql, values: [owner.id, part.id] });
  if (old) replace(store, kind.collection, old.id, { ...old.document, isMain: false });
  if (kind.mainField === undefined || first) return;
  writeHistory(writing, {
    ...corporateSubject(owner),
    field: kind.mainField,
    old: old ? { id: old.id } : null,
    new: { id: part.id },
    members: { customer: corporateInHistory(owner), [kind.told]: kind.show(store, part) },
  });
}

function lay(writing: Writing, kind: PartKind, owner: Stored, old: Document, sent: Document): Document {
  let links: Document = {};
  const merged = layEntity(writing, kind.shape, old, sent, [], (read, problems) => {
    links = kind.link(writing, sent, owner, problems);
    for (const name of kind.required) {
      if ((links[name] ?? read[name]) === undefined) problems[name] ??= 'This value should not be blank.';
    }
  });
  return { ...merged, ...links };
}

function refuseTwice(store: Store, kind: PartKind, owner: Stored, { externalId, customer }: Document): void {
  const column = kind.told === 'customerContact' ? 'contact_id' : 'external_id';
  const value = kind.told === 'customerContact' ? customer : externalId;
  if (value === undefined) return;
  if (find(store, kind.collection, { sql: `customer_id = ? AND ${column} = ?`, values: [owner.id, value] })) {
    throw new Refused(400, 'Errors in the entity format', { [kind.field]: 'This customer has it already.' });
  }
}
