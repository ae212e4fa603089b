import type { Drift, Drifted } from '../../plan/drift.js';
import { fieldLines, type Page } from './fields.js';
import { byGroup, nameOf } from './words.js';

/** What others changed since the last apply, for a terminal. */
export function driftHuman(drift: Drift, page: Page): string {
  const { resources, complete } = drift;
  const { colour } = page;
  const groups = byGroup(resources).flatMap(([group, drifted]) => [
    colour.bold(group),
    ...drifted.flatMap((each) => driftLines(each, page)),
  ]);
  const lines = [
    ...groups,
    ...(complete ? [] : [colour.red('Not everything could be read: there may be more.')]),
    colour.bold(driftSummary(drift)),
    ...(resources.length === 0 ? [] : [toUndo]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The one line that can be grepped. */
export function driftSummary({ summary: { changed, removed, unchanged } }: Drift): string {
  return `Drift: ${changed} changed, ${removed} removed since the last apply.   ${unchanged} as applied`;
}

export const toUndo = 'To take it over, change the repository; to undo it:  crmctl plan, then crmctl apply';

function driftLines({ address, reason, changes }: Drifted, page: Page): readonly string[] {
  const head = `  ${page.colour.red('≠')} ${nameOf(address)}`;
  if (reason === 'removed') return [`${head}   removed`];
  return [head, ...fieldLines(changes, page, false)];
}
