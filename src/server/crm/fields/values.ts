import { isObject } from '../../../model/json.js';
import { date, dateTime, flag, integer, list, number, text, type Reader } from '../api/members.js';
import type { Document } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { fieldTypes, type FieldType } from './declaration.js';
import { allFields, findField, hasElement } from './rows.js';

/** `customFields` of an order or customer: known codes, values of the field's type. */
export function customFieldValues(entity: string): Reader {
  return (value, at, reading) => {
    if (Array.isArray(value) && value.length === 0) return {};
    if (!isObject(value)) {
      reading.problems[at] = 'This value must be a map.';
      return undefined;
    }
    const values: Record<string, unknown> = {};
    for (const [code, given] of Object.entries(value)) {
      const field = findField(reading.store, entity, code);
      if (field === undefined) reading.problems[`${at}.${code}`] = `There is no custom field "${code}".`;
      else if (given === null || given === '') values[code] = null;
      else values[code] = valueReader(field)(given, `${at}.${code}`, reading);
    }
    return values;
  };
}

/** What a new entity has without being told: defaults, and `false` for a box that nobody ticked. */
export function defaultValues(store: Store, entity: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of allFields(store, entity)) {
    const given = field['defaultTyped'] ?? field['default'];
    const reading = { store, problems: {} };
    const value = given === undefined ? undefined : valueReader(field)(given, '', reading);
    if (value !== undefined) values[String(field['code'])] = value;
    else if (field['type'] === 'boolean') values[String(field['code'])] = false;
  }
  return values;
}

const readers: Readonly<Record<(typeof fieldTypes)[FieldType], (field: Document) => Reader>> = {
  boolean: () => flag,
  date: () => date,
  datetime: () => dateTime,
  integer: () => integer(),
  number: () => number(),
  text: () => text(10_000),
  code: elementOf,
  codes: (field) => list(elementOf(field)),
};

function valueReader(field: Document): Reader {
  const type = fieldTypes[field['type'] as FieldType]; // `writeField` lets no other type in
  return readers[type](field);
}

function elementOf(field: Document): Reader {
  return (value, at, reading) => {
    const code = String(value);
    if (hasElement(reading.store, field['dictionary'], code)) return code;
    reading.problems[at] = `"${String(field['dictionary'])}" has no element "${code}".`;
    return undefined;
  };
}
