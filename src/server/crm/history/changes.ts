import { canonicalJson } from '../../../model/digest.js';
import { isObject } from '../../../model/json.js';
import type { Document } from '../store/documents.js';

/** A changed field in the CRM's words. */
export interface FieldChange {
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** Which member of an entity the history watches, under which code, and how its values are written. */
export interface Watched {
  readonly path: readonly string[];
  readonly field: string;
  /** References are written as `{"code": …}`, users and customers as `{"id": …}`. */
  readonly as?: 'code' | 'id';
}

export function watch(path: string, field: string, as?: 'code' | 'id'): Watched {
  return { path: path.split('.'), field, ...(as ? { as } : {}) };
}

/** The watched members that differ, in the order of the list. */
export function changedMembers(old: Document, current: Document, watched: readonly Watched[]): FieldChange[] {
  return watched.flatMap(({ path, field, as }) => {
    const before = at(old, path);
    const after = at(current, path);
    return same(before, after) ? [] : [{ field, old: written(before, as), new: written(after, as) }];
  });
}

/** Custom fields that differ, by code: `custom_callAt`. */
export function changedCustomFields(old: Document, current: Document): FieldChange[] {
  const before = isObject(old['customFields']) ? old['customFields'] : {};
  const after = isObject(current['customFields']) ? current['customFields'] : {};
  const codes = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return codes
    .filter((code) => !same(before[code], after[code]))
    .map((code) => ({ field: `custom_${code}`, old: before[code] ?? null, new: after[code] ?? null }));
}

/** What left a list of plain values and what joined it, one row each. */
export function changedList(field: string, before: readonly string[], after: readonly string[]): FieldChange[] {
  return [
    ...before.filter((value) => !after.includes(value)).map((value) => ({ field, old: value, new: null })),
    ...after.filter((value) => !before.includes(value)).map((value) => ({ field, old: null, new: value })),
  ];
}

export function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function at(document: Document, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), document);
}

function written(value: unknown, as: 'code' | 'id' | undefined): unknown {
  if (value === undefined || value === null) return null;
  return as === undefined ? value : { [as]: value };
}

/** Members of an address that its history tells of, by the same names. */
export const addressMembers = [
  'index',
  'region',
  'city',
  'street',
  'building',
  'house',
  'housing',
  'block',
  'flat',
  'floor',
  'metro',
  'notes',
];
