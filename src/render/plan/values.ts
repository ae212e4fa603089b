import { stringify } from 'yaml';
import type { Change } from '../../plan/plan.js';
import { isObject } from '../../model/json.js';

/** A value as it stands in a plan: scalars bare, lists and maps in YAML's flow style. */
export function valueText(value: unknown): string {
  if (value === undefined) return '(none)';
  if (typeof value === 'string') return value === '' ? '""' : value;
  return inner(value);
}

function inner(value: unknown): string {
  if (typeof value === 'string') return /^[^\s,:[\]{}"'#][^,:[\]{}"'#]*$/u.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}: ${inner(member)}`)
      .join(', ')}}`;
  return String(value);
}

/** A text of one line for a terminal: nothing in it can move the cursor or break the line. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => (character === '\n' ? '⏎' : '�'));
}

export function isLongText(value: unknown): value is string {
  return typeof value === 'string' && value.trimEnd().includes('\n');
}

/** A value that needs more than a line, in lines: a text as it is, lists and maps as YAML. Nothing in them can move the cursor. */
export function linesOfValue(value: unknown): readonly string[] {
  const text = typeof value === 'string' ? value : stringify(value, { lineWidth: 0 });
  return text.trimEnd().split('\n').map(oneLine);
}

/** What is said of a field whose values are secret. */
export function sensitiveText(op: Change['op']): string {
  return `(sensitive, ${{ add: 'added', change: 'changed', remove: 'removed', move: 'moved' }[op]})`;
}
