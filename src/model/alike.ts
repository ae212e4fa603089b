import { canonicalJson } from './digest.js';
import { isObject } from './json.js';
import { parseLocal } from './zone.js';

/** Equal in whatever type the CRM tells it: numbers and flags come as texts, midnights without their time, what is empty in several ways. */
export function isAlike(a: unknown, b: unknown): boolean {
  return plain(a) === plain(b);
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '';
  if (isObject(value)) return plain(value['code'] ?? value['id'] ?? canonicalJson(value));
  if (Array.isArray(value)) return value.length === 0 ? '' : canonicalJson(value.map(plain).sort());
  const text = String(value).replaceAll('\r\n', '\n').trim();
  if (text === 'true') return '1';
  if (text === 'false' || text === '0') return '';
  if (/^-?\d+\.\d*$/.test(text)) return String(Number(text));
  const local = /^\d{4}-/.test(text) ? parseLocal(text) : undefined;
  return local === undefined ? text : `at ${local}`;
}
