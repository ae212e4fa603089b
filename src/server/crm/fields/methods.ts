import type { Answer } from '../../http/plane.js';
import { created, listAnswer, success } from '../api/answers.js';
import { refuseEntity, refuseParameters, refuseUnknown } from '../api/refused.js';
import { offsetOf, readEntity, readPage, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { transact } from '../store/actor.js';
import type { Document } from '../store/documents.js';
import { fieldEntities } from './declaration.js';
import { allDictionaries, allFields, findDictionary, findField } from './rows.js';
import { writeDictionary, writeField } from './write.js';

const read = 'custom_fields_read';
const write = 'custom_fields_write';

/** `custom-fields/*` */
export const fieldMethods: readonly Method[] = [
  get('custom-fields', read, (call) => answerMatching(call, 'customFields', allFields(call.store), fieldFilters)),
  get('custom-fields/dictionaries', read, (call) =>
    answerMatching(call, 'customDictionaries', allDictionaries(call.store), dictionaryFilters),
  ),
  post('custom-fields/dictionaries/create', write, (call) => {
    const sent = readEntity(call, 'customDictionary');
    const code = codeIn(sent);
    return transact(call.store, call.actor, ({ store }) => {
      if (findDictionary(store, code)) refuseEntity({ code: 'This value is already used.' });
      writeDictionary(store, code, sent);
      return created({ code });
    });
  }),
  get('custom-fields/dictionaries/:code', read, (call) =>
    success({ customDictionary: findDictionary(call.store, call.request.params['code'] ?? '') ?? refuseUnknown() }),
  ),
  post('custom-fields/dictionaries/:code/edit', write, (call) => {
    const sent = readEntity(call, 'customDictionary');
    const code = call.request.params['code'] ?? '';
    return transact(call.store, call.actor, ({ store }) => {
      writeDictionary(store, code, sent, findDictionary(store, code) ?? refuseUnknown());
      return success({ code });
    });
  }),
  post('custom-fields/:entity/create', write, (call) => {
    const sent = readEntity(call, 'customField');
    const code = codeIn(sent);
    return transact(call.store, call.actor, ({ store }) => {
      const entity = entityOf(call);
      if (findField(store, entity, code)) refuseEntity({ code: 'This value is already used.' });
      writeField(store, entity, code, sent);
      return created({ code });
    });
  }),
  get('custom-fields/:entity/:code', read, (call) =>
    success({
      customField: findField(call.store, entityOf(call), call.request.params['code'] ?? '') ?? refuseUnknown(),
    }),
  ),
  post('custom-fields/:entity/:code/edit', write, (call) => {
    const sent = readEntity(call, 'customField');
    const code = call.request.params['code'] ?? '';
    return transact(call.store, call.actor, ({ store }) => {
      const entity = entityOf(call);
      writeField(store, entity, code, sent, findField(store, entity, code) ?? refuseUnknown());
      return success({ code });
    });
  }),
];

function entityOf({ request }: Call): string {
  const entity = request.params['entity'] ?? '';
  return fieldEntities.some((known) => known === entity) ? entity : refuseUnknown();
}

function codeIn(sent: Document): string {
  const code = sent['code'];
  return typeof code === 'string' && code !== '' ? code : refuseEntity({ code: 'This value should not be blank.' });
}

type Match = (document: Document, wanted: unknown) => boolean;

const among: (member: string) => Match = (member) => (document, wanted) =>
  (Array.isArray(wanted) ? wanted : [wanted]).includes(document[member]);
const part: (member: string) => Match = (member) => (document, wanted) =>
  String(document[member]).toLowerCase().includes(String(wanted).toLowerCase());

const dictionaryFilters: Readonly<Record<string, Match>> = { name: part('name'), code: part('code') };
const fieldFilters: Readonly<Record<string, Match>> = {
  ...dictionaryFilters,
  type: among('type'),
  viewMode: among('viewMode'),
  displayArea: among('displayArea'),
  entity: among('entity'),
  inFilter: (document, wanted) => document['inFilter'] === ['1', 'true'].includes(String(wanted)),
};

/** An account has dozens of fields, so they are matched here and not in SQL. */
function answerMatching(
  call: Call,
  key: string,
  documents: readonly Document[],
  filters: Readonly<Record<string, Match>>,
): Answer {
  const page = readPage(call);
  const wanted = Object.entries((call.request.query['filter'] ?? {}) as Record<string, unknown>);
  const unknown = wanted.filter(([name]) => !Object.hasOwn(filters, name));
  if (unknown.length > 0) {
    refuseParameters(Object.fromEntries(unknown.map(([name]) => [`children[${name}]`, 'There is no such filter.'])));
  }
  const rows = documents.filter((document) => wanted.every(([name, value]) => filters[name]!(document, value)));
  return listAnswer(page, rows.length, key, rows.slice(offsetOf(page), offsetOf(page) + page.limit));
}
