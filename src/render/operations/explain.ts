import type { Because } from '../../model/instance.js';
import type { WallClock } from '../../model/wallClock.js';
import { columns } from '../columns.js';
import type { Page } from '../page.js';
import { isKnown, type ExplainedRun, type Explanation } from './explanation.js';

/** Why, and why not: every run with what it did, then what did not start and the first thing that was not so. */
export function explainHuman(explanation: Explanation, page: Page, clock: WallClock): string {
  const { subject, runs, refused, unheard } = explanation;
  return [
    ...(isKnown(explanation) ? storyLines(explanation, page, clock) : [`The runner knows nothing of ${subject}.`]),
    `Explained ${subject}: ${runs.length} runs, ${refused.length} times not started, ${unheard.length} triggers heard nothing.   times of ${clock.zone}`,
  ].join('\n');
}

function storyLines({ runs, refused, unheard }: Explanation, page: Page, { show }: WallClock): readonly string[] {
  const byTrigger = Map.groupBy(refused, ({ trigger }) => trigger);
  return [
    ...runs.flatMap((run) => runLines(run, page, show)),
    ...[...byTrigger].flatMap(([trigger, times]) => [
      `${page.colour.bold(trigger)} did not start`,
      ...columns(
        times.map(({ at, reason, because }) => ['', show(at), whyText(reason, because, show)]),
        page,
      ),
    ]),
    ...(unheard.length === 0
      ? []
      : ['Nothing that starts them came since they were applied:', ...unheard.map((trigger) => `  ${trigger}`)]),
  ];
}

function runLines(
  { trigger, key, status, waits, lines }: ExplainedRun,
  page: Page,
  show: WallClock['show'],
): readonly string[] {
  const standing =
    waits === undefined
      ? status
      : `waits at ${waits.step}${waits.due === null ? '' : ` until ${show(waits.due)}`}${waits.paused === null ? '' : `, held by the pause of ${waits.paused}`}`;
  return [
    `${page.colour.bold(trigger)} for ${key}: ${standing}`,
    ...columns(
      lines.map(({ at, what, step, reason, because }) => [
        '',
        show(at),
        step ?? '',
        what,
        whyText(reason, because, show),
      ]),
      page,
    ),
  ];
}

/** `order.totalSumm > 3000 is false: order.totalSumm is 100`; without a condition the reason itself. */
function whyText(reason: string | null, because: Because | null, show: WallClock['show']): string {
  if (because === null) return reason ?? '';
  const values = because.values
    .filter(({ source }) => source !== because.source)
    .map((part) => `${part.source} is ${valueText(part.value, show)}`);
  const decided = `${because.source} is ${valueText(because.value, show)}`;
  return values.length === 0 ? decided : `${decided}: ${values.join(', ')}`;
}

function valueText(value: unknown, show: WallClock['show']): string {
  if (value === undefined) return 'missing';
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? show(value) : JSON.stringify(value);
}
