import type { ShownChange } from './fields.js';
import { hunks } from './hunks.js';
import { isLongText, oneLine, sensitiveText, shortened, valueText } from './values.js';

/** Changed fields as a table; long texts as hunks below it. `then` and `now` head the values, who moved is told when it is known. */
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
  return [
    ...table,
    ...long.flatMap((change) => [
      '',
      `\`${change.path}\`${movedText(change)}`,
      '',
      '```diff',
      ...diffLines(change),
      '```',
    ]),
  ];
}

function isLong({ before, after }: ShownChange): boolean {
  return isLongText(before) && isLongText(after);
}

function row(change: ShownChange, told: boolean): string {
  const { path, op, before, after, sensitive } = change;
  // A bar would end the table's cell.
  const cell = (value: unknown): string =>
    sensitive
      ? sensitiveText(op)
      : value === undefined
        ? ''
        : code(shortened(oneLine(valueText(value)), 200)).replaceAll('|', '\\|');
  const note =
    change.waitsFor !== undefined
      ? `waits for ${change.waitsFor}`
      : change.manual === true
        ? 'by hand'
        : moved[change.origin ?? 'repo'];
  return `| \`${path}\`${op === 'move' ? ' order' : ''} | ${cell(before)} | ${cell(after)} |${told ? ` ${note} |` : ''}`;
}

const moved = { repo: 'repository', remote: '**≠ CRM**', both: '**≠ both**' } as const;

function movedText({ origin = 'repo' }: ShownChange): string {
  return origin === 'repo' ? '' : ` ${moved[origin]}`;
}

function diffLines({ before, after }: ShownChange): readonly string[] {
  return hunks(String(before), String(after)).map(({ sign, text }) =>
    sign === '…' ? '@@' : `${sign}${oneLine(text)}`,
  );
}

/** Code that holds backticks needs a longer fence. */
export function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** As text: nothing of it is markup. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_<>|[\]]/g, '\\$&');
}
