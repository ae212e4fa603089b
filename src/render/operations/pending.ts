import type { JournalEntry, OutboxEntry, Pause, PendingRun, Selection } from '../../model/operations.js';
import type { WallClock } from '../../model/wallClock.js';
import { columns } from '../columns.js';
import type { Page } from '../page.js';

/** The document of `pending --json`. */
export interface PendingReport {
  readonly format: 'crmctl.pending/1';
  readonly environment: string;
  readonly about: Selection;
  readonly runs: readonly PendingRun[];
  readonly effects: readonly OutboxEntry[];
  /** Runs that ended as failed in the last seven days, oldest first. */
  readonly failed: readonly JournalEntry[];
  readonly pauses: readonly Pause[];
}

/** Runs by trigger, the next to go on first; then the effects that are not through; last, one line that can be grepped. */
export function pendingHuman(
  { runs, effects, failed, pauses }: PendingReport,
  { colour, width }: Page,
  { zone, show }: WallClock,
): string {
  const byTrigger = Map.groupBy(runs, ({ trigger }) => trigger);
  return [
    ...pauses.map(
      ({ scope, since, by, reason }) =>
        `${colour.yellow('paused')}  ${scope} since ${show(since)} by ${by}${reason === null ? '' : `: ${reason}`}`,
    ),
    ...[...byTrigger].flatMap(([trigger, waiting]) => [
      colour.bold(trigger),
      ...columns(
        waiting.map((run) => ['', run.key, run.step, waitText(run, show)]),
        { width },
      ),
    ]),
    ...(effects.length === 0 ? [] : [colour.bold('effects')]),
    ...columns(
      effects.map(({ state, type, channel, key, trigger, reason, next, effect }) => [
        '',
        state,
        channel === null ? type : `${type} by ${channel}`,
        key,
        trigger,
        colour.dim(effect.slice(0, shortId)),
        [...(reason === null ? [] : [reason]), ...(next === null ? [] : [`next ${show(next)}`])].join(', '),
      ]),
      { width },
    ),
    ...(failed.length === 0 ? [] : [colour.bold('failed')]),
    ...columns(failedRows(failed, show), { width }),
    `Pending: ${runs.length} waiting, ${effects.length} effects not through, ${pauses.length} paused${failed.length === 0 ? '' : `, ${failed.length} failed`}.   times of ${zone}`,
  ].join('\n');
}

/** Enough of an id for `retry`. */
const shortId = 8;

/** A row for all that failed at the same step for the same reason, with the latest of them. */
function failedRows(failed: readonly JournalEntry[], show: WallClock['show']): readonly (readonly string[])[] {
  const alike = Map.groupBy(failed, ({ trigger, step, reason }) => `${trigger} ${step} ${reason}`);
  return [...alike.values()].map((rows) => {
    const { trigger, step, reason, key, at } = rows.at(-1)!;
    return [
      '',
      trigger,
      step ?? '',
      reason ?? '',
      `${key ?? ''} ${show(at)}${rows.length === 1 ? '' : ` (${rows.length})`}`,
    ];
  });
}

function waitText({ waitsFor, due, reason, paused }: PendingRun, show: WallClock['show']): string {
  const held = paused === null ? '' : `, held by the pause of ${paused}`;
  if (waitsFor === 'event') return `for an event${due === null ? '' : `, at most until ${show(due)}`}${held}`;
  if (waitsFor === 'result') return `for its effect${held}`;
  const why = reason === null ? '' : ` (${reason})`;
  return `${waitsFor === 'admission' ? 'to be let through' : 'until'} ${due === null ? '' : show(due)}${why}${held}`;
}
