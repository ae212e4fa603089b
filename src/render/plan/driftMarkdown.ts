import type { Drift, Drifted } from '../../plan/drift.js';
import { changeTable, escaped } from './fieldsMarkdown.js';
import { byGroup, nameOf } from './words.js';
import { driftNext, driftSummary } from './drift.js';

/** What others changed since the last apply, for a comment or a chat. */
export function driftMarkdown(drift: Drift, place: readonly string[] = []): string {
  const { environment, resources, complete } = drift;
  const groups = byGroup(resources).flatMap(([group, drifted]) => [`### ${group}`, '', ...drifted.flatMap(driftLines)]);
  const lines = [
    `## crmctl drift: ${escaped(environment)}`,
    '',
    `**${driftSummary(drift)}**`,
    '',
    ...(complete ? [] : ['> Not everything could be read: there may be more.', '']),
    ...groups,
    ...driftNext(drift, place),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function driftLines({ address, reason, changes }: Drifted): readonly string[] {
  const head = `**\`≠\` ${escaped(nameOf(address))}**`;
  if (reason === 'removed') return [`${head} · removed`, ''];
  return [head, '', ...changeTable(changes, 'as applied', 'in the CRM now'), ''];
}
