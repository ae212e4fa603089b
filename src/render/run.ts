import type { RunSummary } from '../run/runOnce.js';
import { formatInstant } from '../model/instant.js';
import type { Colour } from './colour.js';

/** What a pass did, one line; what a person must look at, a line each. */
export function runHuman(summary: RunSummary, colour: Colour): string {
  const { events, entered, effects, tookMs } = summary;
  const parts = [
    `${effects.done} done`,
    ...(['deferred', 'skipped', 'retry', 'dead', 'unknown'] as const)
      .filter((state) => effects[state] > 0)
      .map((state) => `${effects[state]} ${state}`),
  ];
  const lines = [
    `Run: ${events} events, ${entered} entered, effects: ${parts.join(', ')}.   ${(tookMs / 1000).toFixed(1)} s`,
  ];
  for (const { address, name } of summary.missing)
    lines.push(`${colour.yellow('warning')}  ${address}: the environment variable ${name} is not set`);
  for (const { state, type, key, channel, at, error, effect } of summary.attention) {
    const what = state === 'unknown' ? colour.yellow('unknown') : colour.red('dead   ');
    lines.push(
      `${what}  ${type}${channel === undefined ? '' : ` by ${channel}`} for ${key} of ${formatInstant(at)}: ${error ?? 'no answer'}   ${colour.dim(effect)}`,
    );
  }
  return lines.join('\n');
}
