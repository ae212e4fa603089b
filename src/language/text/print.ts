import { isMarkup, isMoment, isReference, isView } from './value.js';

/**
 * A value as it stands in a text, as PHP prints it: numbers with 14 significant digits and without `.0`, true as 1
 * and false as nothing. `undefined`: there is nothing to print.
 */
export function printed(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(Number(value.toPrecision(14))) : undefined;
    case 'boolean':
      return value ? '1' : '';
    case 'object':
      return value === null || isView(value) ? undefined : printedObject(value);
    default:
      return undefined;
  }
}

function printedObject(value: object): string {
  if (isReference(value)) return value.name;
  if (isMoment(value)) return value.text;
  if (isMarkup(value)) return value.content;
  if (Array.isArray(value) || value instanceof Map)
    return JSON.stringify([...value.values()].map((element) => printed(element)));
  return JSON.stringify(value);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character]!) : text;
}

/** What `|default` replaces and `is empty` is about: nothing, "", false, an empty list. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return isMarkup(value) && value.content === '';
}

/** What counts as true in a condition: not nothing, 0, "0", false or an empty list. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === '0') return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return isMarkup(value) ? isTrue(value.content) : Boolean(value);
}
