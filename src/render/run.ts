import type { WallClock } from '../model/wallClock.js';
import type { Attention, FailedRun, RunSummary } from '../run/runOnce.js';
import type { Colour } from './colour.js';

/** What a pass did, one line; what a person must look at: a line each, and one for all that wait for the same reason. */
export function runHuman(summary: RunSummary, colour: Colour, { show }: WallClock): string {
  const { events, entered, effects, tookMs } = summary;
  const parts = [
    `${effects.done} done`,
    ...(['deferred', 'skipped', 'retry', 'dead', 'unknown'] as const)
      .filter((state) => effects[state] > 0)
      .map((state) => `${effects[state]} ${state}`),
  ];
  return [
    `Run: ${events} events, ${entered} entered, effects: ${parts.join(', ')}.   ${(tookMs / 1000).toFixed(1)} s`,
    ...summary.missing.map(
      ({ address, name }) => `${colour.yellow('warning')}  ${address}: the environment variable ${name} is not set`,
    ),
    ...attentionLines(summary.attention, colour, show),
    ...failedLines(summary.failed, colour, show),
  ].join('\n');
}

function attentionLines(attention: readonly Attention[], colour: Colour, show: WallClock['show']): readonly string[] {
  const settled = attention.filter(({ state }) => state !== 'retry');
  const waiting = Map.groupBy(
    attention.filter(({ state }) => state === 'retry'),
    ({ error = 'no answer', type, channel }) => `${means(type, channel)}: ${error}`,
  );
  return [
    ...settled.map(({ state, type, key, channel, at, error = 'no answer', effect }) => {
      const word = state === 'unknown' ? colour.yellow('unknown') : colour.red('dead   ');
      return `${word}  ${means(type, channel)} for ${key} of ${show(at)}: ${error}   ${colour.dim(effect)}`;
    }),
    ...[...waiting].map(([what, rows]) => {
      const next = show(rows.map((row) => row.next ?? '').sort()[0] ?? '');
      const whom = rows.length === 1 ? `for ${rows[0]!.key}` : `(${rows.length})`;
      return `${colour.yellow('waiting')}  ${what} ${whom}, next attempt ${next}`;
    }),
  ];
}

/** A line for all that failed at the same step for the same reason. */
function failedLines(failed: readonly FailedRun[], colour: Colour, show: WallClock['show']): readonly string[] {
  const alike = Map.groupBy(failed, ({ trigger, step, reason }) => `${trigger} at ${step}: ${reason}`);
  return [...alike].map(([what, rows]) => {
    const whom = rows.length === 1 ? `for ${rows[0]!.key} of ${show(rows[0]!.at)}` : `(${rows.length})`;
    return `${colour.red('failed ')}  ${what}   ${whom}`;
  });
}

function means(type: string, channel: string | undefined): string {
  return channel === undefined ? type : `${type} by ${channel}`;
}
