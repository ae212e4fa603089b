import type { ShownChange } from './fields.js';
import { hunks } from './hunks.js';
import { isLongText, linesOfValue, oneLine, sensitiveText, valueText } from './values.js';

/** Changed fields as a table; below it, whole, what is too long for a cell: hunks of what changed, folded what is new or gone. `then` and `now` head the values, who moved is told when it is known. */
export function changeTable(changes: readonly ShownChange[], then: string, now: string): readonly string[] {
  const told = changes.some(({ origin }) => origin !== undefined);
  const [long, short] = [changes.filter(isLong), changes.filter((change) => !isLong(change))];
  const table =
    short.length === 0
      ? []
      : [
          `| field | ${then} | ${now} |${told ? ' moved |' : ''}`,
          `|---|---|---|${told ? '---|' : ''}`,
          ...short.map((change) => row(change, told)),
        ];
  return [...table, ...long.flatMap((change) => ['', ...(isAlone(change) ? folded(change) : hunked(change))])];
}

const widestCell = 200;

function isLong({ before, after, sensitive }: ShownChange): boolean {
  return !sensitive && [before, after].some((value) => isLongText(value) || [...valueText(value)].length > widestCell);
}

function isAlone({ before, after }: ShownChange): boolean {
  return before === undefined || after === undefined;
}

function hunked(change: ShownChange): readonly string[] {
  return [`\`${change.path}\`${movedText(change)}`, '', '```diff', ...diffLines(change), '```'];
}

/** The summary is HTML: nobody reads Markdown in it. */
function folded(change: ShownChange): readonly string[] {
  const { path, before, after } = change;
  const lines = linesOfValue(after ?? before);
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  const gone = after === undefined ? ', removed' : '';
  const name = path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return [
    `<details><summary><code>${name}</code>${gone}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}${foldedNote(change)}</summary>`,
    '',
    fence,
    ...lines,
    fence,
    '',
    '</details>',
  ];
}

function foldedNote(change: ShownChange): string {
  const note = noteOf(change);
  return note === moved.repo ? '' : `, ${note.replaceAll('*', '')}`;
}

function row(change: ShownChange, told: boolean): string {
  const { path, op, before, after, sensitive } = change;
  // A bar would end the table's cell.
  const cell = (value: unknown): string =>
    sensitive ? sensitiveText(op) : value === undefined ? '' : code(oneLine(valueText(value))).replaceAll('|', '\\|');
  return `| \`${path}\`${op === 'move' ? ' order' : ''} | ${cell(before)} | ${cell(after)} |${told ? ` ${noteOf(change)} |` : ''}`;
}

function noteOf({ waitsFor, manual, origin = 'repo' }: ShownChange): string {
  if (waitsFor !== undefined) return `waits for ${waitsFor}`;
  return manual === true ? 'by hand' : moved[origin];
}

const moved = { repo: 'repository', remote: '**≠ CRM**', both: '**≠ both**' } as const;

function movedText({ origin = 'repo' }: ShownChange): string {
  return origin === 'repo' ? '' : ` ${moved[origin]}`;
}

function diffLines({ before, after }: ShownChange): readonly string[] {
  const text = (value: unknown): string => linesOfValue(value).join('\n');
  return hunks(text(before), text(after)).map(({ sign, text: line }) => (sign === '…' ? '@@' : `${sign}${line}`));
}

/** Code that holds backticks needs a longer fence. */
export function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Of backticks. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
}

/** As text: nothing of it is markup. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_<>|[\]]/g, '\\$&');
}
