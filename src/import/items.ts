import { documentShape } from '../language/commonFields.js';
import type { Resource } from '../language/project.js';
import { isObject } from '../model/json.js';
import type { KindWord } from '../vocabulary/word.js';
import { itemOf } from './document.js';
import { written } from './written.js';

/** An item of a keyed list that runs and that the repository does not name. */
export interface MissingItem {
  /** As in plans: `statuses.new`. */
  readonly path: string;
  /** That of the resource, or the overlay of the environment. */
  readonly file: string;
  readonly addition: Addition;
}

/** A new item beside an item that is there, whose place is given: lines and columns from 1. */
export interface Addition {
  readonly text: string;
  readonly side: 'before' | 'after';
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Items of the resource's keyed lists that only the CRM has, each beside its neighbour there. */
export function missingItems(
  word: KindWord,
  resource: Resource,
  running: Readonly<Record<string, unknown>>,
): readonly MissingItem[] {
  // An object shape makes an object of an object.
  const shown = written(documentShape(word), running) as Readonly<Record<string, unknown>>;
  return Object.entries(word.listKeys ?? {}).flatMap(([field, key]) => {
    const [there, own] = [itemsOf(shown[field]), itemsOf(resource.spec[field])];
    if (own.length === 0) return [];
    const known = own.map((item) => String(item[key]));
    return there.flatMap((item, index) => {
      if (known.includes(String(item[key]))) return [];
      const before = there.slice(0, index).findLast((other) => known.includes(String(other[key])));
      const neighbour = before === undefined ? 0 : known.indexOf(String(before[key]));
      const { file, line, column, endLine, endColumn } = resource.locate([field, neighbour]);
      const side = before === undefined ? 'before' : 'after';
      return [
        {
          file,
          path: `${field}.${String(item[key])}`,
          addition: { text: itemOf(item), side, line, column, endLine, endColumn },
        },
      ];
    });
  });
}

/** The text with the items in it, written as the list is: a line each, or within its brackets. */
export function withItems(text: string, additions: readonly Addition[]): string {
  const starts = lineStarts(text);
  const edits = additions.map((addition) => editOf(addition, text, starts));
  // From the end, so that earlier offsets hold; of several at one place the first stands first.
  const sorted = edits.map((edit, index) => ({ ...edit, index })).sort((a, b) => b.at - a.at || b.index - a.index);
  return sorted.reduce((all, { at, insert }) => all.slice(0, at) + insert + all.slice(at), text);
}

function editOf(addition: Addition, text: string, starts: readonly number[]): { at: number; insert: string } {
  const start = starts[addition.line - 1]! + addition.column - 1;
  const end = starts[addition.endLine - 1]! + addition.endColumn - 1;
  const lead = text.slice(starts[addition.line - 1], start);
  const dash = /^\s*-\s+$/.exec(lead);
  if (!dash) {
    return addition.side === 'before'
      ? { at: start, insert: `${addition.text}, ` }
      : { at: end, insert: `, ${addition.text}` };
  }
  const line = `${lead.slice(0, lead.indexOf('-'))}- ${addition.text}\n`;
  if (addition.side === 'before') return { at: starts[addition.line - 1]!, insert: line };
  const next = endOfItem(text, addition.line - 1, lead.indexOf('-'), starts);
  return next === undefined ? { at: text.length, insert: `\n${line.trimEnd()}` } : { at: next, insert: line };
}

/** Start of the line after an item of a block list: its lines are those that are indented deeper than its dash. */
function endOfItem(text: string, line: number, indent: number, starts: readonly number[]): number | undefined {
  let last = line;
  for (let next = line + 1; next < starts.length; next++) {
    const words = text.slice(starts[next], starts[next + 1]).search(/\S/);
    if (words < 0) continue;
    if (words <= indent) break;
    last = next;
  }
  return starts[last + 1];
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function itemsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
