import { isLeftOut } from '../../plan/codes.js';
import type { Change, Plan, PlanResource } from '../../plan/plan.js';
import { hunks } from './hunks.js';
import { isLongText, oneLine, sensitiveText, shortened, valueText } from './values.js';
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
  /** The command that applies this plan. */
  readonly next: string;
}

/** The plan for a comment on a pull request. */
export function planMarkdown(plan: Plan, { next }: MarkdownOptions): string {
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
    ...replayLines(plan),
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
    ...(changes.length === 0 ? [] : [...changeLines(changes), '']),
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

function replayLines(plan: Plan): readonly string[] {
  if (plan.replay === undefined) return [];
  const indirect = indirectImpacts(plan).map(
    ({ address, ...impact }) => `- ${escaped(address)}, itself unchanged: ${escaped(impactText(impact))}`,
  );
  return ['### Replay', '', escaped(replayLine(plan.replay)), '', ...indirect, ...(indirect.length === 0 ? [] : [''])];
}

function changeLines(changes: readonly Change[]): readonly string[] {
  const [long, short] = [changes.filter(isLong), changes.filter((change) => !isLong(change))];
  const table =
    short.length === 0
      ? []
      : ['| field | in the CRM | in the repository | moved |', '|---|---|---|---|', ...short.map(row)];
  return [
    ...table,
    ...long.flatMap((change) => [
      '',
      `\`${change.path}\`${movedText(change)}`,
      '',
      '```diff',
      ...diffLines(change),
      '```',
    ]),
  ];
}

function isLong({ before, after }: Change): boolean {
  return isLongText(before) && isLongText(after);
}

function row(change: Change): string {
  const { path, op, before, after, sensitive } = change;
  const cell = (value: unknown): string =>
    sensitive ? sensitiveText(op) : value === undefined ? '' : code(shortened(oneLine(valueText(value)), 200));
  const note =
    change.waitsFor !== undefined
      ? `waits for ${change.waitsFor}`
      : change.manual === true
        ? 'by hand'
        : moved[change.origin];
  return `| \`${path}\`${op === 'move' ? ' order' : ''} | ${cell(before)} | ${cell(after)} | ${note} |`;
}

const moved = { repo: 'repository', remote: '**≠ CRM**', both: '**≠ both**' } as const;

function movedText({ origin }: Change): string {
  return origin === 'repo' ? '' : ` ${moved[origin]}`;
}

function diffLines({ before, after }: Change): readonly string[] {
  return hunks(String(before), String(after)).map(({ sign, text }) =>
    sign === '…' ? '@@' : `${sign}${oneLine(text)}`,
  );
}

/** Code that holds backticks needs a longer fence; a bar would end the table's cell. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_<>|[\]]/g, '\\$&');
}
