import type { Drift, Drifted } from '../../plan/drift.js';
import { fieldLines, type Page } from './fields.js';
import { byGroup, nameOf } from './words.js';

/** What others changed since the last apply, for a terminal. */
export function driftHuman({ resources, summary, complete }: Drift, page: Page): string {
  const { colour } = page;
  const groups = byGroup(resources).flatMap(([group, drifted]) => [
    colour.bold(group),
    ...drifted.flatMap((each) => driftLines(each, page)),
  ]);
  const { changed, removed, unchanged } = summary;
  const lines = [
    ...groups,
    ...(complete ? [] : [colour.red('Not everything could be read: there may be more.')]),
    colour.bold(`Drift: ${changed} changed, ${removed} removed since the last apply.   ${unchanged} as applied`),
    ...(resources.length === 0
      ? []
      : ['To take it over, change the repository; to undo it:  crmctl plan, then crmctl apply']),
  ];
  return `${lines.join('\n')}\n`;
}

function driftLines({ address, reason, changes }: Drifted, page: Page): readonly string[] {
  const head = `  ${page.colour.red('≠')} ${nameOf(address)}`;
  if (reason === 'removed') return [`${head}   removed`];
  return [head, ...fieldLines(changes, page, false)];
}
