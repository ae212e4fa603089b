import type { WallClock } from '../../model/wallClock.js';
import { isLeftOut } from '../../plan/codes.js';
import type { Plan, PlanResource } from '../../plan/plan.js';
import { changeTable, escaped } from './fieldsMarkdown.js';
import {
  acceptFlags,
  byHandNext,
  byGroup,
  guardText,
  impactText,
  indirectImpacts,
  isByHand,
  isEmpty,
  leftOutNext,
  nameOf,
  remarkOf,
  replayLine,
  summaryLine,
  symbolOf,
  waitingTexts,
} from './words.js';

export interface MarkdownOptions {
  readonly clock: WallClock;
  /** The command that applies this plan. */
  readonly next: string;
}

/** The plan for a comment on a pull request. */
export function planMarkdown(plan: Plan, { clock, next }: MarkdownOptions): string {
  const groups = byGroup(plan.resources).flatMap(([group, resources]) => [
    `### ${group}`,
    '',
    ...resources.flatMap(resourceLines),
  ]);
  const problems = plan.diagnostics.map(
    ({ code, message, suggestion }) =>
      `> **${code}** ${escaped(message)}${suggestion === undefined ? '' : ` — ${escaped(suggestion)}`}`,
  );
  const guards = plan.guards.map((guard) => `- ${guard.ok ? '✔' : '✘'} ${guardText(guard)}`);
  const lines = [
    `## crmctl plan: ${escaped(plan.environment)}`,
    '',
    `**${summaryLine(plan.summary)}**`,
    '',
    ...(problems.length === 0 ? [] : [...problems, '']),
    ...(isEmpty(plan) ? ['Nothing to change: the CRM is as the repository says.', ''] : groups),
    ...replayLines(plan, clock),
    '### Guards',
    '',
    ...guards,
    ...nextLines(plan, next),
  ];
  return `${lines.join('\n')}\n`;
}

function resourceLines(resource: PlanResource): readonly string[] {
  const { source, changes, waiting, actions, manual, impact } = resource;
  const remark = remarkOf(resource);
  const where = source ? ` · ${source.file}:${source.line}` : '';
  const partly = manual !== undefined && actions[0] !== 'manual' ? [`by hand: ${escaped(manual)}`, ''] : [];
  return [
    `**\`${symbolOf(resource)}\` ${escaped(nameOf(resource.address))}**${escaped(where)}${remark === undefined ? '' : ` · ${escaped(remark)}`}`,
    '',
    ...partly,
    ...(changes.length === 0 ? [] : [...changeTable(changes, 'in the CRM', 'in the repository'), '']),
    ...waitingTexts(waiting).flatMap((text) => [`waiting now: ${escaped(text)}`, '']),
    ...(impact === null ? [] : [`replay: ${escaped(impactText(impact))}`, '']),
  ];
}

function nextLines(plan: Plan, next: string): readonly string[] {
  if (isEmpty(plan)) return [];
  if (plan.diagnostics.some(isLeftOut)) return ['', leftOutNext];
  if (isByHand(plan)) return ['', byHandNext];
  return ['', 'Apply exactly this:', '', '```sh', `${next}${acceptFlags(plan)}`, '```'];
}

function replayLines(plan: Plan, clock: WallClock): readonly string[] {
  if (plan.replay === undefined) return [];
  const indirect = indirectImpacts(plan).map(
    ({ address, ...impact }) => `- ${escaped(address)}, itself unchanged: ${escaped(impactText(impact))}`,
  );
  return [
    '### Replay',
    '',
    escaped(replayLine(plan.replay, clock)),
    '',
    ...indirect,
    ...(indirect.length === 0 ? [] : ['']),
  ];
}
