import type { ImportReport } from '../import/import.js';
import type { TriggerReport } from '../import/triggers/import.js';
import type { Colour } from './colour.js';
import type { Page } from './page.js';
import { fieldLines } from './plan/fields.js';

/** What an import wrote, and what it left as it is, for a terminal. */
export function importHuman(report: ImportReport, page: Page): string {
  const { colour, width } = page;
  const { account, added, extended, differing, left, unread } = report;
  const files = Map.groupBy(added, ({ file }) => file);
  const lines = [
    ...[...files].map(
      ([file, all]) =>
        `  ${colour.green('+')} ${file}   ${inOneLine(
          all.map(({ address }) => nameOf(address)),
          width - file.length - 7,
        )}`,
    ),
    ...(account === null ? [] : [`  ${colour.green('+')} ${account}   codes and fields of the account, for validate`]),
    ...extended.map(({ address, file, items }) => `  ${colour.yellow('~')} ${file}   ${address}: ${items.join(', ')}`),
    ...differing.flatMap(({ address, source, changes }) => [
      `  ${colour.red('≠')} ${address}   ${source.file}:${source.line} says otherwise and stays as it is`,
      ...fieldLines(changes, page, false),
    ]),
    ...left.map(({ address, reason }) => `  ${colour.magenta('!')} ${address}   cannot be written: ${reason}`),
    ...unread.map(({ list, message }) => `  ${colour.red('✘')} ${list} could not be read to its end: ${message}`),
    colour.bold(importSummary(report)),
  ];
  return `${lines.join('\n')}\n`;
}

/** As many names as a line holds, and how many there are beside them. */
function inOneLine(names: readonly string[], width: number): string {
  const whole = names.join(', ');
  if (whole.length <= width) return whole;
  const rest = (shown: number): string => `, … and ${names.length - shown} more`;
  let shown = 1;
  while (names.slice(0, shown + 1).join(', ').length + rest(shown + 1).length <= width) shown++;
  return `${names.slice(0, shown).join(', ')}${rest(shown)}`;
}

/** The one line that can be grepped. */
export function importSummary({ added, extended, differing, left }: ImportReport): string {
  return `Imported ${added.length}, completed ${extended.length}.   ${differing.length} differ, ${left.length} left out`;
}

export function triggersSummary({ added }: TriggerReport): string {
  const marked = added.filter(({ marks }) => marks.length > 0).length;
  return `Translated ${added.length - marked}, in part ${marked}.`;
}

/** What became of copied triggers: each, and what it lacks. */
export function importedTriggersHuman(report: TriggerReport, file: string, colour: Colour): string {
  const { added, known } = report;
  const lines = [
    ...added.flatMap(({ address, marks }) => [
      `  ${colour.green('+')} ${nameOf(address)}   ${file}${marks.length > 0 ? '   active: false' : ''}`,
      ...marks.map(
        ({ source, reason }) =>
          `      ${colour.yellow('not translated:')} ${source.replace(/\s+/g, ' ')}   ${colour.dim(reason)}`,
      ),
    ]),
    ...known.map((address) => `  ${colour.dim('·')} ${nameOf(address)}   is there already and stays as it is`),
    colour.bold(triggersSummary(report)),
    ...(added.length === 0 ? [] : ['crmctl validate checks the names in them: templates, statuses, fields.']),
  ];
  return `${lines.join('\n')}\n`;
}

function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}
