import type { Change } from '../../plan/plan.js';
import type { Colour } from '../colour.js';
import type { Page } from '../page.js';
import { wrapped } from '../wrap.js';
import { hunks } from './hunks.js';
import { isLongText, linesOfValue, oneLine, sensitiveText, valueText } from './values.js';

export type ShownChange = Pick<Change, 'path' | 'op' | 'before' | 'after' | 'sensitive' | 'manual' | 'waitsFor'> & {
  readonly origin?: Change['origin'];
};

/** Where a page has no edge: what is longer stands on lines of its own, unbroken. */
const usualWidth = 100;

const indent = 6;
const widestPath = 40;

/** Of a new value. */
const mostLines = 12;

/** Columns that the names of the changed fields take, and of other `labels` beside them. */
export function nameColumn(changes: readonly ShownChange[], labels: readonly string[] = []): number {
  return Math.min(widestPath, Math.max(...[...changes.map(pathText), ...labels].map(({ length }) => length)));
}

/** The changed fields of a resource, their names in one column. `isNew`: long values are shortened, the file says it all. */
export function fieldLines(
  changes: readonly ShownChange[],
  page: Page,
  isNew: boolean,
  column = nameColumn(changes),
): readonly string[] {
  return changes.flatMap((change) => linesOf(change, column, page, isNew));
}

function linesOf(change: ShownChange, column: number, page: Page, isNew: boolean): readonly string[] {
  const { width, colour } = page;
  const moved = change.origin === 'remote' || change.origin === 'both';
  const lead = moved ? `${' '.repeat(indent - 2)}${colour.red('≠')} ` : ' '.repeat(indent);
  const path = pathText(change);
  const note = [
    change.waitsFor === undefined ? '' : `waits for ${change.waitsFor}`,
    change.manual === true ? 'by hand' : '',
    moved ? originText(change.origin) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const remark = note === '' ? '' : `   ${colour.dim(note)}`;
  if (isLongText(change.before) && isLongText(change.after)) {
    return [`${lead}${path}${remark}`, ...hunkLines(change.before, change.after, page)];
  }
  const start = `${lead}${path.padEnd(column)}   `;
  const room =
    (width === Infinity ? usualWidth : width) -
    indent -
    Math.max(column, path.length) -
    3 -
    (note === '' ? 0 : note.length + 3);
  const { plain, painted } = valuesOf(change, colour);
  if (plain.length <= room) return [`${start}${painted}${remark}`];
  return [`${lead}${path}${remark}`, ...onOwnLines(change, page, isNew ? mostLines : Infinity)];
}

function valuesOf({ op, before, after, sensitive }: ShownChange, colour: Colour): { plain: string; painted: string } {
  if (sensitive) return { plain: sensitiveText(op), painted: colour.dim(sensitiveText(op)) };
  const [old, now] =
    op === 'move' ? [listText(before), listText(after)] : [oneLine(valueText(before)), oneLine(valueText(after))];
  if (op === 'add') return { plain: `+ ${now}`, painted: colour.green(`+ ${now}`) };
  if (op === 'remove') return { plain: `- ${old}`, painted: colour.red(`- ${old}`) };
  return { plain: `${old} → ${now}`, painted: `${old} → ${colour.bold(now)}` };
}

/** A value too wide for the line beside its name: nothing of a change is cut, of something new what is above `most` lines. */
function onOwnLines({ before, after, op }: ShownChange, { width, colour }: Page, most: number): readonly string[] {
  const part = (sign: '-' | '+', value: unknown): readonly string[] => {
    if (value === undefined) return [];
    const lines = (op === 'move' ? [listText(value)] : linesOfValue(value)).flatMap((line) =>
      wrapped(line, width - indent - 4),
    );
    const paint = sign === '-' ? colour.red : colour.green;
    const left = lines.length - most;
    const shown = left > 1 ? lines.slice(0, most) : lines;
    return [
      ...shown.map(
        (line, index) => `${' '.repeat(indent + 2)}${paint(`${index === 0 ? sign : ' '} ${line}`.trimEnd())}`,
      ),
      ...(left > 1 ? [`${' '.repeat(indent + 2)}${colour.dim(`… ${left} more lines: plan --markdown has them`)}`] : []),
    ];
  };
  return [...part('-', before), ...part('+', after)];
}

function hunkLines(before: string, after: string, { width, colour }: Page): readonly string[] {
  const paints = { '-': colour.red, '+': colour.green, ' ': colour.dim, '…': colour.dim };
  return hunks(before, after).flatMap(({ sign, text }) =>
    wrapped(oneLine(text), width - indent - 4).map(
      (line, index) => `${' '.repeat(indent + 2)}${paints[sign](`${index === 0 ? sign : ' '} ${line}`.trimEnd())}`,
    ),
  );
}

function pathText({ path, op }: ShownChange): string {
  return op === 'move' ? `${path} order` : path;
}

function listText(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : valueText(value);
}

function originText(origin: Change['origin'] | undefined): string {
  return origin === 'both' ? 'changed on both sides' : 'changed in the CRM';
}
