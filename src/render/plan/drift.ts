import type { Drift, Drifted } from '../../plan/drift.js';
import type { Page } from '../page.js';
import { fieldLines } from './fields.js';
import { byGroup, nameOf } from './words.js';

/** What others changed since the last apply, for a terminal. */
export function driftHuman(drift: Drift, page: Page, place: readonly string[] = []): string {
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
    ...driftNext(drift, place),
  ];
  return `${lines.join('\n')}\n`;
}

/** The one line that can be grepped. */
export function driftSummary({ summary: { changed, removed, unchanged } }: Drift): string {
  return `Drift: ${changed} changed, ${removed} removed since the last apply.   ${unchanged} as applied`;
}

/** What to do now; `place`: flags that lead the next commands to the same environment. */
export function driftNext({ resources, summary }: Drift, place: readonly string[]): readonly string[] {
  const [plan, apply] = ['crmctl plan', 'crmctl apply'].map((command) => [command, ...place].join(' '));
  if (resources.length > 0) return [`To take it over, change the repository; to undo it:  ${plan}, then ${apply}`];
  return summary.unchanged > 0 ? [] : [`Nothing was applied here yet:  ${plan}, then ${apply}`];
}

function driftLines({ address, reason, changes }: Drifted, page: Page): readonly string[] {
  const head = `  ${page.colour.red('≠')} ${nameOf(address)}`;
  if (reason === 'removed') return [`${head}   removed`];
  return [head, ...fieldLines(changes, page, false)];
}
