import type { OutboxEntry, Pause, TriggerStatistics } from '../../model/operations.js';
import type { ReleaseHead, WaitingGroup } from '../../model/release.js';
import type { WallClock } from '../../model/wallClock.js';
import { escapeXml } from '../../model/xml.js';

/** What the console shows. */
export interface ConsoleView {
  /** Moments are ISO 8601 UTC; they are shown by this clock. */
  readonly clock: WallClock;
  readonly at: string;
  readonly release: Pick<ReleaseHead, 'number' | 'project' | 'appliedAt'> | undefined;
  /** Effects that only a person can settle, the latest first; `more` are not listed. */
  readonly stuck: { readonly entries: readonly OutboxEntry[]; readonly more: number };
  /** Effects by state. */
  readonly effects: Readonly<Record<string, number>>;
  readonly waiting: readonly WaitingGroup[];
  /** Events that were posted and not taken yet. */
  readonly posted: number;
  readonly pauses: readonly Pause[];
  /** Of the runs that entered in the last `days` days. */
  readonly statistics: { readonly days: number; readonly triggers: readonly TriggerStatistics[] };
}

/** The console as one page: no script, nothing fetched, nothing that changes anything. */
export function consolePage(view: ConsoleView): string {
  const { clock, release, stuck, effects, waiting, posted, pauses, statistics } = view;
  const { zone, show } = clock;
  const open = ['reserved', 'sending', 'retry', 'deferred'].reduce((sum, state) => sum + (effects[state] ?? 0), 0);
  const title = release?.project ?? 'crmctl';
  return page(title, [
    `<h1>${escapeXml(title)}</h1>`,
    release === undefined
      ? '<p>Nothing was applied yet: <code>crmctl plan</code>, then <code>crmctl apply</code>.</p>'
      : `<p>Release ${release.number}, applied ${escapeXml(show(release.appliedAt))}. Seen ${escapeXml(show(view.at))}, times of ${escapeXml(zone)}.</p>`,
    tiles([
      ['runs wait', waiting.reduce((sum, { count }) => sum + count, 0)],
      ['effects under way', open],
      ['need a person', stuck.entries.length + stuck.more],
      ['posted events not taken', posted],
      ['held back', pauses.length],
    ]),
    section(
      'Needs a person',
      'crmctl retry settles them by their ids: once more, --done or --drop.',
      ['effect', 'state', 'what', 'for', 'trigger', 'why'],
      stuck.entries.map(({ effect, state, type, channel, key, trigger, reason }) => [
        effect,
        state,
        channel === null ? type : `${type} by ${channel}`,
        key,
        trigger,
        reason ?? '',
      ]),
      stuck.more === 0 ? '' : `and ${stuck.more} more: crmctl pending`,
    ),
    section(
      'Held back',
      'crmctl resume lets go.',
      ['what', 'since', 'by', 'why'],
      pauses.map(({ scope, since, by, reason }) => [scope, show(since), by, reason ?? '']),
    ),
    section(
      'Waiting',
      'crmctl pending lists them one by one, crmctl explain says why.',
      ['trigger', 'step', 'runs'],
      stepsOf(waiting).map(({ trigger, step, count }) => [trigger, step, count]),
    ),
    section(
      `The last ${statistics.days} days`,
      'crmctl report tells more, with goals and costs.',
      ['trigger', 'entered', 'waiting', 'messages', 'effects', 'did not go out'],
      statistics.triggers.map(({ trigger, entered, waiting: now, messages, effects: done, skipped }) => [
        trigger,
        entered,
        now,
        countsText(messages),
        countsText(done),
        countsText(skipped),
      ]),
    ),
  ]);
}

/** Revisions of a trigger wait together. */
function stepsOf(groups: readonly WaitingGroup[]): readonly Omit<WaitingGroup, 'revision'>[] {
  const bySteps = Map.groupBy(groups, ({ trigger, step }) => `${trigger} ${step}`);
  return [...bySteps.values()].map((same) => ({
    trigger: `trigger/${same[0]!.trigger}`, // a group has a member
    step: same[0]!.step,
    count: same.reduce((sum, { count }) => sum + count, 0),
  }));
}

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function tiles(figures: readonly (readonly [string, number])[]): string {
  const each = figures.map(([name, value]) => `<div><b>${value}</b><span>${escapeXml(name)}</span></div>`);
  return `<div class="tiles">${each.join('')}</div>`;
}

function section(
  title: string,
  hint: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  rest = '',
): string {
  if (rows.length === 0) return '';
  const head = columns.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map(cellOf).join('')}</tr>`).join('\n');
  return `<section><h2>${escapeXml(title)}</h2><p>${escapeXml(hint).replace(/crmctl \w+/g, '<code>$&</code>')}</p>
<div class="table" tabindex="0" role="region" aria-label="${escapeXml(title)}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${rest === '' ? '' : `<p>${escapeXml(rest)}</p>`}</section>`;
}

function cellOf(cell: string | number): string {
  return typeof cell === 'number' ? `<td class="number">${cell}</td>` : `<td>${escapeXml(cell)}</td>`;
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="30">
<title>${escapeXml(title)}: console</title>
<style>
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin: 2.5rem 0 0; font-size: 1.2rem; } h2 + p { margin: 0 0 .75rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; }
.tiles div { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; }
.tiles b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
th, td:first-child { white-space: nowrap; }
.number { font-variant-numeric: tabular-nums; }
code { background: var(--soft); border-radius: .25rem; padding: .1rem .3rem; }
</style>
</head>
<body>
<main>
${parts.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}
