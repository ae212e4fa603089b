import type { Because } from '../../model/instance.js';
import type { Colour } from '../colour.js';
import { columns } from './columns.js';
import type { ExplainedRun, Explanation } from './explanation.js';

/** Why, and why not: every run with what it did, then what did not start and the first thing that was not so. */
export function explainHuman({ subject, runs, refused, unheard }: Explanation, colour: Colour): string {
  const byTrigger = Map.groupBy(refused, ({ trigger }) => trigger);
  return [
    ...runs.flatMap((run) => runLines(run, colour)),
    ...[...byTrigger].flatMap(([trigger, times]) => [
      `${colour.bold(trigger)} did not start`,
      ...columns(times.map(({ at, reason, because }) => ['', at, whyText(reason, because)])),
    ]),
    ...unheard.map(
      (trigger) => `${colour.bold(trigger)} did not start: nothing that starts it came since it was applied`,
    ),
    ...(runs.length + refused.length === 0
      ? [`The runner knows nothing of ${subject}. It is named by its id in the CRM, not by its number.`]
      : []),
    `Explained ${subject}: ${runs.length} runs, ${refused.length} times not started, ${unheard.length} triggers heard nothing.`,
  ].join('\n');
}

function runLines({ trigger, key, status, waits, lines }: ExplainedRun, colour: Colour): readonly string[] {
  const standing =
    waits === undefined
      ? status
      : `waits at ${waits.step}${waits.due === null ? '' : ` until ${waits.due}`}${waits.paused === null ? '' : `, held by the pause of ${waits.paused}`}`;
  return [
    `${colour.bold(trigger)} for ${key}: ${standing}`,
    ...columns(
      lines.map(({ at, what, step, reason, because }) => ['', at, step ?? '', what, whyText(reason, because)]),
    ),
  ];
}

/** `order.totalSumm > 3000 is false: order.totalSumm is 100`; without a condition the reason itself. */
function whyText(reason: string | null, because: Because | null): string {
  if (because === null) return reason ?? '';
  const values = because.values
    .filter(({ source }) => source !== because.source)
    .map((part) => `${part.source} is ${valueText(part.value)}`);
  const decided = `${because.source} is ${valueText(because.value)}`;
  return values.length === 0 ? decided : `${decided}: ${values.join(', ')}`;
}

function valueText(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
