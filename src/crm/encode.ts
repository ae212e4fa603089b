import { isObject } from '../model/json.js';

/** `filter[ids][]=1&filter[customFields][nps][min]=5`: nested maps and lists in PHP's brackets; absent members are left out. */
export function encodeQuery(query: Readonly<Record<string, unknown>>): string {
  return pairs(Object.entries(query).flatMap(([name, value]) => flatten(name, value)));
}

/**
 * `order={"status":"new"}&site=main`: one field a member, nested values as JSON (retailCRM API v5 reference: POST). A `null` inside JSON clears a
 * field; at the top level there is nothing to clear, and the member is left out.
 */
export function encodeForm(body: Readonly<Record<string, unknown>>): string {
  return pairs(
    Object.entries(body)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : scalar(value)]),
  );
}

function flatten(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => flatten(isScalar(item) ? `${name}[]` : `${name}[${index}]`, item));
  }
  if (isObject(value)) return Object.entries(value).flatMap(([key, member]) => flatten(`${name}[${key}]`, member));
  return [[name, scalar(value)]];
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object';
}

/** PHP reads `1` and `0` as truth values; the words `true` and `false` are both true to it. */
function scalar(value: unknown): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

function pairs(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
