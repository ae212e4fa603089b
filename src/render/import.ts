import type { ImportReport } from '../import/import.js';
import type { Colour } from './colour.js';
import { fieldLines } from './plan/fields.js';

/** What an import wrote, and what it left as it is, for a terminal. */
export function importHuman(report: ImportReport, page: { readonly colour: Colour; readonly width: number }): string {
  const { colour } = page;
  const { added, extended, differing, left, unread } = report;
  const files = Map.groupBy(added, ({ file }) => file);
  const lines = [
    ...[...files].map(
      ([file, all]) => `  ${colour.green('+')} ${file}   ${all.map(({ address }) => nameOf(address)).join(', ')}`,
    ),
    ...extended.map(({ address, file, items }) => `  ${colour.yellow('~')} ${file}   ${address}: ${items.join(', ')}`),
    ...differing.flatMap(({ address, source, changes }) => [
      `  ${colour.red('≠')} ${address}   ${source.file}:${source.line} says otherwise and stays as it is`,
      ...fieldLines(changes, page, false),
    ]),
    ...left.map(({ address, reason }) => `  ${colour.magenta('!')} ${address}   cannot be written: ${reason}`),
    ...unread.map(({ list, message }) => `  ${colour.red('✘')} ${list} could not be read to its end: ${message}`),
    colour.bold(
      `Imported ${added.length}, completed ${extended.length}.   ${differing.length} differ, ${left.length} left out`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}
