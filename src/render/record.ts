import { formatInstant } from '../model/instant.js';
import type { Recorded } from '../simulate/record.js';
import type { Colour } from './colour.js';

/** What was recorded, by type of event, and what to do with it. */
export function recordHuman(file: string, { events, first, last, byType }: Recorded, colour: Colour): string {
  if (first === undefined || last === undefined) return `Nothing to record: the CRM's history is empty.\n`;
  const rows = Object.entries(byType).sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(...rows.map(([type]) => type.length));
  return [
    ...rows.map(([type, count]) => `  ${type.padEnd(width)} ${String(count).padStart(8)}`),
    `Recorded ${events} ${events === 1 ? 'event' : 'events'} in ${colour.bold(file)}: ${formatInstant(first)} to ${formatInstant(last)}.`,
    `Back-test them:  ${colour.bold(`crmctl run --dry-run --events ${file}`)}`,
    '',
  ].join('\n');
}
