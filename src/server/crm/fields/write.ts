import { mergeMembers, readMembers } from '../api/members.js';
import { refuseEntity } from '../api/refused.js';
import type { Document } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { customFieldDefaults, customFieldShape, dictionaryShape } from './declaration.js';
import { putDictionary, putField } from './rows.js';

const fieldCode = /^[A-Za-z][A-Za-z0-9_-]{0,254}$/;

/** Creates (`old` absent) or changes a custom field. Its type and its dictionary stay what they were. */
export function writeField(store: Store, entity: string, code: string, sent: Document, old?: Document): void {
  const problems: Record<string, string> = {};
  const read = readMembers(customFieldShape, sent, { store, problems });
  const merged = mergeMembers(old ?? { code, entity, ...customFieldDefaults }, read);
  if (!fieldCode.test(code))
    problems['code'] = 'This value must begin with a letter and hold Latin letters, digits, "-" and "_".';
  for (const name of ['name', 'type']) {
    if (merged[name] === undefined && problems[name] === undefined) problems[name] = 'This value should not be blank.';
  }
  for (const name of ['type', 'dictionary']) {
    if (old && old[name] !== undefined && merged[name] !== old[name]) problems[name] = 'This value cannot be changed.';
  }
  const wantsDictionary = merged['type'] === 'dictionary' || merged['type'] === 'multiselect_dictionary';
  if (wantsDictionary && merged['dictionary'] === undefined && problems['dictionary'] === undefined) {
    problems['dictionary'] = 'This value should not be blank.';
  }
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  putField(store, entity, code, merged);
}

/** Creates or changes a dictionary; the sent elements are its elements from then on. */
export function writeDictionary(store: Store, code: string, sent: Document, old?: Document): void {
  const problems: Record<string, string> = {};
  const read = readMembers(dictionaryShape, sent, { store, problems });
  const merged = mergeMembers(old ?? { code, elements: [] }, read);
  if (!fieldCode.test(code))
    problems['code'] = 'This value must begin with a letter and hold Latin letters, digits, "-" and "_".';
  if (merged['name'] === undefined) problems['name'] = 'This value should not be blank.';
  const elements = (merged['elements'] as readonly Document[]).map((element, index) => {
    for (const name of ['name', 'code']) {
      if (element[name] === undefined) problems[`elements[${index}].${name}`] = 'This value should not be blank.';
    }
    return { name: element['name'], code: element['code'], ordering: element['ordering'] ?? 50 };
  });
  const codes = elements.map((element) => element.code);
  codes.forEach((each, index) => {
    if (codes.indexOf(each) !== index) problems[`elements[${index}].code`] = 'This value is already used.';
  });
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  putDictionary(store, code, { ...merged, elements });
}
