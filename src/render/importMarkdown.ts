import type { ImportReport } from '../import/import.js';
import type { TriggerReport } from '../import/triggers/import.js';
import { importSummary, triggersSummary } from './import.js';
import { changeTable, code, escaped } from './plan/fieldsMarkdown.js';

/** What an import wrote, and what it left as it is, for a comment or a chat. */
export function importMarkdown(report: ImportReport): string {
  const { environment, account, added, extended, differing, left, unread } = report;
  const files = [...Map.groupBy(added, ({ file }) => file)];
  return page([
    [`## crmctl import: ${escaped(environment)}`],
    [`**${importSummary(report)}**`],
    unread.map(({ list, message }) => `> ${code(list)} could not be read to its end: ${escaped(message)}`),
    section('Written', [
      ...files.map(([file, all]) => `- ${code(file)}: ${all.map(({ address }) => code(address)).join(', ')}`),
      ...(account === null ? [] : [`- ${code(account)}: codes and fields of the account, for validate`]),
    ]),
    section(
      'Completed',
      extended.map(({ address, file, items }) => `- ${code(address)} in ${code(file)}: ${items.map(code).join(', ')}`),
    ),
    section(
      'Says otherwise, and stays as it is',
      differing.flatMap(({ address, source, changes }) => [
        `**${code(address)}** · ${escaped(`${source.file}:${source.line}`)}`,
        '',
        ...changeTable(changes, 'in the CRM', 'in the repository'),
        '',
      ]),
    ),
    section(
      'Cannot be written',
      left.map(({ address, reason }) => `- ${code(address)}: ${escaped(reason)}`),
    ),
  ]);
}

/** What became of copied triggers: each, and what it lacks. */
export function importedTriggersMarkdown(report: TriggerReport, file: string): string {
  const { added, known } = report;
  return page([
    ['## crmctl import: triggers'],
    [`**${triggersSummary(report)}**`],
    section(
      'Written',
      added.flatMap(({ address, marks }) => [
        `- ${code(address)} in ${code(file)}${marks.length > 0 ? ', `active: false`' : ''}`,
        ...marks.map(
          ({ source, reason }) => `  - not translated: ${code(source.replace(/\s+/g, ' '))} (${escaped(reason)})`,
        ),
      ]),
    ),
    section(
      'There already',
      known.map((address) => `- ${code(address)}`),
    ),
  ]);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines];
}

function page(parts: readonly (readonly string[])[]): string {
  const texts = parts.filter((part) => part.length > 0).map((part) => part.join('\n').trimEnd());
  return `${texts.join('\n\n')}\n`;
}
