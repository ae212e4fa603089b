import { momentOf } from '../moment.js';
import { isTrue } from './print.js';
import { isMarkup, isMoment, isReference } from './value.js';

/** `==` of Twig: references by code, moments by time, numbers and numeric texts by number; nothing equals "" and 0. */
export function equals(left: unknown, right: unknown, zone: string): boolean {
  const [a, b] = comparable(left, right, zone);
  if (a === b) return true;
  if (isMissing(a) || isMissing(b)) return !isTrue(a) && !isTrue(b) && a !== '0' && b !== '0';
  if (typeof a === 'boolean' || typeof b === 'boolean') return isTrue(a) === isTrue(b);
  if (typeof a === 'number' && typeof b === 'string') return isNumeric(b) && Number(b) === a;
  if (typeof a === 'string' && typeof b === 'number') return isNumeric(a) && Number(a) === b;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((element, index) => equals(element, b[index], zone));
  return false;
}

/** `<`: negative, zero or positive; `undefined` when the two cannot be ordered, as with a missing value. */
export function order(left: unknown, right: unknown, zone: string): number | undefined {
  const [a, b] = comparable(left, right, zone);
  if (isMissing(a) || isMissing(b)) return undefined;
  if (typeof a === 'string' && typeof b === 'string' && !(isNumeric(a) && isNumeric(b)))
    return a < b ? -1 : a > b ? 1 : 0;
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? undefined : difference;
}

/** `in`: an element of a list, a value of a map, a part of a text. */
export function contains(needle: unknown, haystack: unknown, zone: string): boolean {
  if (Array.isArray(haystack)) return haystack.some((element) => equals(needle, element, zone));
  if (haystack instanceof Map) return [...haystack.values()].some((element) => equals(needle, element, zone));
  const [part, whole] = [plain(needle), plain(haystack)];
  return !isMissing(part) && !isMissing(whole) && String(whole).includes(String(part));
}

/** What a comparison sees of one value. */
export function plain(value: unknown): unknown {
  return isReference(value) ? value.code : isMoment(value) ? value.text : isMarkup(value) ? String(value) : value;
}

function comparable(left: unknown, right: unknown, zone: string): readonly [unknown, unknown] {
  if (isMoment(left)) return [left.at, isMoment(right) ? right.at : (momentOf(right, zone) ?? plain(right))];
  if (isMoment(right)) return [momentOf(left, zone) ?? plain(left), right.at];
  return [plain(left), plain(right)];
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
