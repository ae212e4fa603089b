import { isObject } from '../../../model/json.js';
import { parseLocal } from '../../../model/zone.js';
import type { Store } from '../store/open.js';
import type { Where } from '../store/documents.js';
import type { Call } from './parameters.js';
import { refuseParameters } from './refused.js';

/** A value in brackets, read; `problem` names what is wrong with it. */
type Read = { readonly where: Where } | { readonly problem: string };

/** One filter of a list: from its text in the query to a condition in SQL. */
export type Filter = (value: unknown, store: Store) => Read;

export type Filters = Readonly<Record<string, Filter>>;

/**
 * The condition of `filter[…]`. A filter that the list does not know, or one that cannot be read, refuses the request: leaving it
 * out would answer with everything.
 */
export function readFilter(call: Call, filters: Filters): Where {
  const given = call.request.query['filter'] ?? {};
  if (!isObject(given)) return refuseParameters({ filter: 'This value must be a map.' });
  const problems: Record<string, string> = {};
  const parts: Where[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === '') continue;
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    const read: Read = filter ? filter(value, call.store) : { problem: 'There is no such filter.' };
    if ('problem' in read) problems[`children[${name}]`] = read.problem;
    else parts.push(read.where);
  }
  if (Object.keys(problems).length > 0) refuseParameters(problems);
  return allOf(parts);
}

export function allOf(parts: readonly Where[]): Where {
  if (parts.length === 0) return { sql: '1', values: [] };
  return { sql: parts.map(({ sql }) => `(${sql})`).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

/** SQL for a member of the document that has no column. */
export function member(collection: string, path: string): string {
  return `json_extract(${collection}.document, '$.${path}')`;
}

/** One value or a list of them: equal to any. */
export function anyOf(sql: string, type: 'text' | 'integer' = 'text'): Filter {
  return (value) => {
    const list = Array.isArray(value) ? (value as unknown[]) : isObject(value) ? Object.values(value) : [value];
    if (!list.every((each) => typeof each === 'string' && (type === 'text' || /^\d{1,15}$/.test(each)))) {
      return { problem: type === 'text' ? 'This value must be a list of texts.' : 'This value must be a list of ids.' };
    }
    const values = type === 'text' ? list : list.map(Number);
    return { where: { sql: `${sql} IN (${values.map(() => '?').join(', ')})`, values } };
  };
}

/** Holds where `around` the condition of another filter does: of the parts of a document, of rows elsewhere. */
export function within(inner: Filter, around: (sql: string) => string): Filter {
  return (value, store) => {
    const found = inner(value, store);
    return 'problem' in found ? found : { where: { sql: around(found.where.sql), values: found.where.values } };
  };
}

/** Groups of the user with that id. */
export function groupsOf(user: string): Filter {
  return anyOf(
    `(SELECT user_groups.id FROM users, user_groups, json_each(users.document, '$.groups') AS held
      WHERE users.id = ${user} AND user_groups.code = held.value)`,
    'integer',
  );
}

export function equal(sql: string): Filter {
  return text((value) => ({ sql: `${sql} = ?`, values: [value] }));
}

/** Contains the text, in any case. */
export function contains(...expressions: readonly string[]): Filter {
  return text((value) => ({
    sql: expressions.map((sql) => `instr(fold(${sql}), fold(?)) > 0`).join(' OR '),
    values: expressions.map(() => value),
  }));
}

/** Every word stands in one of the expressions: `Иванов Пётр` finds by last and first name. */
export function containsWords(...expressions: readonly string[]): Filter {
  return text((value) => {
    const words = value.split(/\s+/).filter((word) => word !== '');
    const one = `(${expressions.map((sql) => `instr(fold(${sql}), fold(?)) > 0`).join(' OR ')})`;
    return {
      sql: words.map(() => one).join(' AND ') || '1',
      values: words.flatMap((word) => expressions.map(() => word)),
    };
  });
}

export function atLeast(sql: string): Filter {
  return number((value) => ({ sql: `coalesce(${sql}, 0) >= ?`, values: [value] }));
}

export function atMost(sql: string): Filter {
  return number((value) => ({ sql: `coalesce(${sql}, 0) <= ?`, values: [value] }));
}

/** Not before this date or moment. */
export function since(sql: string): Filter {
  return moment((value) => ({ sql: `${sql} >= ?`, values: [value] }));
}

/** Not after this moment; a date means to its end. */
export function until(sql: string): Filter {
  return moment((value) => ({ sql: `${sql} <= ?`, values: [value.length === 10 ? `${value} 23:59:59` : value] }));
}

/** `1` or `0`; the expression is true or false, missing counts as false. */
export function flag(sql: string): Filter {
  return text((value) => {
    if (['1', 'true'].includes(value)) return { sql: `coalesce(${sql}, 0)`, values: [] };
    if (['0', 'false'].includes(value)) return { sql: `NOT coalesce(${sql}, 0)`, values: [] };
    return undefined;
  }, 'This value must be 1 or 0.');
}

/** A filter of the CRM that is about data which the embedded one does not keep: refused, rather than answered wrongly. */
export const notKept: Filter = () => ({ problem: 'The embedded CRM keeps no data for this filter.' });

/** A filter that reads its text by itself; `undefined` means that it cannot be read. */
export function text(
  build: (value: string, store: Store) => Where | undefined,
  problem = 'This value is not valid.',
): Filter {
  return (value, store) => {
    const where = typeof value === 'string' ? build(value, store) : undefined;
    return where ? { where } : { problem };
  };
}

function number(build: (value: number) => Where): Filter {
  return text(
    (value) => (value.trim() !== '' && Number.isFinite(Number(value)) ? build(Number(value)) : undefined),
    'This value must be a number.',
  );
}

function moment(build: (value: string) => Where): Filter {
  return text(
    (value) => (parseLocal(value) === undefined ? undefined : build(value.replace('T', ' '))),
    'This value must be a date Y-m-d or Y-m-d H:i:s.',
  );
}

/** `customFields[nps][min]=5`, `[max]`, or `customFields[code]=value` (one value or a list). */
export function customFields(collection: string): Filter {
  return (value) => {
    if (!isObject(value)) return { problem: 'This value must be a map by field code.' };
    const parts: Where[] = [];
    for (const [code, wanted] of Object.entries(value)) {
      const sql = `json_extract(${collection}.document, '$.customFields.' || json_quote(?))`;
      const part = customField(sql, code, wanted);
      if (part === undefined) return { problem: `The value of ${code} is not valid.` };
      parts.push(part);
    }
    return { where: allOf(parts) };
  };
}

function customField(sql: string, code: string, wanted: unknown): Where | undefined {
  if (isObject(wanted)) {
    const { min, max, ...rest } = wanted;
    if (Object.keys(rest).length > 0) return undefined;
    const bounds: Where[] = [];
    if (min !== undefined) bounds.push({ sql: `${sql} >= ?`, values: [code, comparable(min)] });
    if (max !== undefined) bounds.push({ sql: `${sql} <= ?`, values: [code, comparable(max)] });
    return allOf(bounds);
  }
  const list = Array.isArray(wanted) ? (wanted as unknown[]) : [wanted];
  if (!list.every((each) => typeof each === 'string')) return undefined;
  const values = list.map((each) => (each === 'true' ? '1' : each === 'false' ? '0' : each));
  return { sql: `CAST(${sql} AS TEXT) IN (${values.map(() => '?').join(', ')})`, values: [code, ...values] };
}

/** Numbers compare as numbers, dates as text. */
function comparable(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}
