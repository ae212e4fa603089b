import { isObject } from '../../../model/json.js';

export type Row = Readonly<Record<string, unknown>>;

/** Rows of a list answer, which the CRM gives as a list, as a map by code, or as `[]` for an empty map. */
export function rowsOf(answer: unknown): readonly Row[] {
  const values = Array.isArray(answer) ? answer : isObject(answer) ? Object.values(answer) : [];
  return values.filter(isObject);
}

/** The members of `row` that are named and present. */
export function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.filter((name) => row[name] != null).map((name) => [name, row[name]]));
}

/** Members of `after` that `before` holds otherwise. */
export function changed(before: Row | undefined, after: Row): Row {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(before?.[name]) !== JSON.stringify(value)),
  );
}

/** By `ordering`, then code: the order in which the CRM shows them. */
export function byOrdering(a: Row, b: Row): number {
  const codes = String(a['code']) < String(b['code']) ? -1 : 1;
  return orderingOf(a) - orderingOf(b) || codes;
}

function orderingOf(row: Row): number {
  return typeof row['ordering'] === 'number' ? row['ordering'] : Number.MAX_SAFE_INTEGER;
}

/** What stands in the repository is in use: something that was switched off in the CRM comes back, unless the repository says `active: false`. */
export function inUse(desired: Row, before: Row | undefined): Row {
  return before?.['active'] === false ? { active: true, ...desired } : desired;
}
