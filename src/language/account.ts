import { isObject } from '../model/json.js';
import type { ValueType } from './valueType.js';

/** Beside crmctl.yaml, committed: what the account has, as `import` and `validate --online` found it. */
export const accountFile = 'crmctl.schema.json';

/** Codes and fields that the CRM's account has beside those that the project declares. */
export interface Account {
  /** By enumeration (`status`, `orderType` …); each of these is closed. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** By object and name: `{orderCustomFields: {callAt: {type: 'timestamp'}}}`; each of these objects is closed. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, ValueType>>>>;
}

const format = 'crmctl.schema/1';

export function accountText({ codes, fields }: Account): string {
  return `${JSON.stringify({ format, codes: sorted(codes), fields: sorted(fields) }, undefined, 2)}\n`;
}

function sorted<T>(map: Readonly<Record<string, T>>): Record<string, unknown> {
  const entries = Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      Array.isArray(value) ? value.toSorted() : isObject(value) ? sorted(value) : value,
    ]),
  );
}

/** Reads crmctl.schema.json. Anything else is a problem in words. */
export function readAccount(text: string): { readonly account: Account } | { readonly problem: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (!isObject(document) || document['format'] !== format) return { problem: `its "format" is not "${format}"` };
  const codes = mapOf(document['codes'], textsOf);
  const fields = fieldsOf(document['fields']);
  if (codes === undefined) return { problem: '"codes" is no map of lists of texts' };
  return fields === undefined
    ? { problem: '"fields" is no map of fields with their types' }
    : { account: { codes, fields } };
}

/** `undefined` where it is not `{object: {field: type}}`. */
export function fieldsOf(value: unknown): Account['fields'] | undefined {
  return mapOf(value, (object) => mapOf(object, typeOf));
}

function mapOf<T>(value: unknown, read: (member: unknown) => T | undefined): Record<string, T> | undefined {
  if (!isObject(value)) return undefined;
  const members = Object.entries(value).map(([name, member]) => [name, read(member)] as const);
  if (members.some(([, member]) => member === undefined)) return undefined;
  return Object.fromEntries(members.flatMap(([name, member]) => (member === undefined ? [] : [[name, member]])));
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((text): text is string => typeof text === 'string') ? value : undefined;
}

const plainTypes = ['number', 'boolean', 'timestamp', 'duration', 'any'] as const;

function typeOf(value: unknown): ValueType | undefined {
  if (!isObject(value)) return undefined;
  const { type, of, enumeration } = value;
  const plain = plainTypes.find((each) => each === type);
  if (plain !== undefined) return { type: plain };
  if (type === 'string') return { type, ...(typeof enumeration === 'string' && { enumeration }) };
  const element = type === 'list' || type === 'map' ? typeOf(of) : undefined;
  return element === undefined ? undefined : { type: type === 'list' ? 'list' : 'map', of: element };
}
