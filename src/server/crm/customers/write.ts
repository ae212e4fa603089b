import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import { mergeMembers, readMembers } from '../api/members.js';
import { refuseEntity, Refused } from '../api/refused.js';
import { defaultValues } from '../fields/values.js';
import type { Writing } from '../store/actor.js';
import { find, insert, nextNumber, replace, type Document, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import { customerChanges } from './history.js';
import { customerByPhone, indexPhones } from './phones.js';
import { customerShape } from './shape.js';
import { showCustomer } from './show.js';
import { setChoice } from './subscriptions.js';
import { guardSaved } from '../validations/guard.js';
import { changeTags } from './tags.js';

/** Makes a customer of what was sent; the history gets one row with the whole customer. */
export function createCustomer(writing: Writing, sent: Document, site: string): Stored {
  const { store, at } = writing;
  const birth = {
    type: 'customer',
    isContact: false,
    createdAt: at,
    vip: false,
    bad: false,
    site,
    contragent: { contragentType: 'individual' },
    tags: [],
    customFields: defaultValues(store, 'customer'),
    personalDiscount: 0,
    cumulativeDiscount: 0,
    phones: [],
  };
  const document = laid(writing, birth, sent);
  refuseTaken(writing, document);
  const id = insert(store, 'customers', document);
  indexPhones(store, id, document);
  const customer = { id, document };
  writeHistory(writing, {
    entity: 'customers',
    subject: id,
    externalId: document['externalId'],
    field: 'id',
    old: null,
    new: id,
    created: true,
    members: { customer: showCustomer(store, customer) },
  });
  guardSaved(writing, 'customer', id);
  return customer;
}

/** Changes a customer; the history gets a row for every field that differs, none when nothing does. */
export function editCustomer(writing: Writing, { id, document: old }: Stored, sent: Document): Stored {
  const document = laid(writing, old, sent);
  if (document['externalId'] !== old['externalId']) refuseTaken(writing, document);
  return saveCustomer(writing, { id, document: old }, document);
}

/** Stores a changed form and its history rows. */
export function saveCustomer(writing: Writing, { id, document: old }: Stored, document: Document): Stored {
  replace(writing.store, 'customers', id, document);
  indexPhones(writing.store, id, document);
  for (const change of customerChanges(old, document)) {
    writeHistory(writing, {
      entity: 'customers',
      subject: id,
      externalId: document['externalId'],
      ...change,
      members: {
        ...(change.field.startsWith('address.') ? { address: addressStub(document['address'] ?? old['address']) } : {}),
        customer: { id, externalId: document['externalId'], site: document['site'] },
      },
    });
  }
  guardSaved(writing, 'customer', id);
  return { id, document };
}

/** A customer has one address; which one it is stands beside a change of it. */
function addressStub(address: unknown): Document {
  return present({ id: isObject(address) ? address['id'] : undefined, isMain: true });
}

/** The customer whom an order belongs to when it names none: by phone, else by e-mail; the oldest one. */
export function findByContact(
  { store }: Writing,
  digits: readonly string[],
  email: string | undefined,
): Stored | undefined {
  for (const number of digits) {
    const found = customerByPhone(store, number);
    if (found) return found;
  }
  return email ? find(store, 'customers', { sql: 'lower(email) = lower(?)', values: [email] }) : undefined;
}

function laid({ store, at }: Writing, old: Document, sent: Document): Document {
  const problems: Record<string, string> = {};
  const read = readMembers(customerShape, sent, { store, problems });
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  const { addTags, removeTags, attachedTag, subscribed, ...members } = read;
  const merged = mergeMembers(old, members);
  const tags = changeTags(old['tags'], {
    add: (addTags ?? []) as readonly string[], // `customerShape` read them so
    remove: (removeTags ?? []) as readonly string[],
    ...(attachedTag === undefined ? {} : { attached: String(attachedTag ?? '') }),
  });
  const address = merged['address'] as Document | undefined; // likewise
  const numbered =
    address && address['id'] === undefined ? { id: nextNumber(store, 'addresses'), ...address } : address;
  const customer = { ...merged, tags, ...(numbered ? { address: numbered } : {}) };
  if (subscribed === undefined || subscribed === null) return customer;
  return setChoice(customer, {
    channel: 'email',
    code: 'default_marketing',
    subscribed: subscribed === true,
    changedAt: at,
  });
}

function refuseTaken({ store }: Writing, { externalId, site }: Document): void {
  if (externalId === undefined) return;
  const where = { sql: 'site = ? AND external_id = ?', values: [site, externalId] };
  if (find(store, 'customers', where)) {
    throw new Refused(400, 'Customer already exists.', { externalId: 'This value is already used.' });
  }
}
