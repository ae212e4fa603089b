import { isObject } from '../../../model/json.js';
import { layEntity } from '../api/entities.js';
import { dateTime, flag, list, map, number, text, type Shape } from '../api/members.js';
import { Refused } from '../api/refused.js';
import { changeTags } from '../customers/tags.js';
import { sourceShape, userId } from '../customers/shape.js';
import { textsOf } from '../customers/history.js';
import { customFieldValues, defaultValues } from '../fields/values.js';
import { changedCustomFields, changedList, changedMembers, watch } from '../history/changes.js';
import type { Writing } from '../store/actor.js';
import { find, insert, replace, type Document, type Stored } from '../store/documents.js';
import { writeHistory } from '../store/history.js';
import { partKinds } from './parts.js';
import { showCorporate } from './show.js';
import { corporateInHistory, corporateSubject } from './stub.js';
import { createPart } from './writeParts.js';

const shape: Shape = {
  externalId: text(),
  nickName: text(),
  createdAt: dateTime,
  managerId: userId,
  vip: flag,
  bad: flag,
  source: map(sourceShape),
  personalDiscount: number(0),
  cumulativeDiscount: number(0),
  discountCardNumber: text(),
  customFields: customFieldValues('customer_corporate'),
  // Orders to the CRM, not members.
  addTags: list(text(50)),
  removeTags: list(text(50)),
};

const watched = [
  watch('externalId', 'external_id'),
  watch('nickName', 'nick_name'),
  watch('managerId', 'manager', 'id'),
  watch('vip', 'vip'),
  watch('bad', 'bad'),
  watch('personalDiscount', 'personal_discount'),
  watch('cumulativeDiscount', 'cumulative_discount'),
  watch('discountCardNumber', 'discount_card_number'),
];

/** Makes a corporate customer with the parts that were sent with it; the history gets one row with all of it, and one for each part. */
export function createCorporate(writing: Writing, sent: Document, site: string): Stored {
  const { store, at } = writing;
  const birth = {
    type: 'customer_corporate',
    createdAt: at,
    vip: false,
    bad: false,
    site,
    tags: [],
    customFields: defaultValues(store, 'customer_corporate'),
    personalDiscount: 0,
  };
  const document = lay(writing, birth, sent);
  refuseTaken(writing, document);
  const customer = { id: insert(store, 'corporate_customers', document), document };
  writeHistory(writing, {
    ...corporateSubject(customer),
    field: 'id',
    old: null,
    new: customer.id,
    created: true,
    members: { customer: showCorporate(store, customer) },
  });
  for (const kind of partKinds) {
    const parts = sent[kind.within];
    for (const part of Array.isArray(parts) ? parts.filter(isObject) : []) createPart(writing, kind, customer, part);
  }
  return customer;
}

export function editCorporate(writing: Writing, { id, document: old }: Stored, sent: Document): Stored {
  const document = lay(writing, old, sent);
  if (document['externalId'] !== old['externalId']) refuseTaken(writing, document);
  replace(writing.store, 'corporate_customers', id, document);
  const customer = { id, document };
  const changes = [
    ...changedMembers(old, document, watched),
    ...changedList('tags', textsOf(old, 'tags', 'name'), textsOf(document, 'tags', 'name')),
    ...changedCustomFields(old, document),
  ];
  for (const change of changes) {
    writeHistory(writing, {
      ...corporateSubject(customer),
      ...change,
      members: { customer: corporateInHistory(customer) },
    });
  }
  return customer;
}

function lay(writing: Writing, old: Document, sent: Document): Document {
  const { addTags, removeTags, ...members } = layEntity(writing, shape, old, sent, ['nickName']);
  const tags = changeTags(old['tags'], {
    add: (addTags ?? []) as readonly string[], // `shape` read them so
    remove: (removeTags ?? []) as readonly string[],
  });
  return { ...members, tags };
}

function refuseTaken({ store }: Writing, { externalId, site }: Document): void {
  if (externalId === undefined) return;
  const where = { sql: 'site = ? AND external_id = ?', values: [site, externalId] };
  if (find(store, 'corporate_customers', where)) {
    throw new Refused(400, 'Customer already exists.', { externalId: 'This value is already used.' });
  }
}
