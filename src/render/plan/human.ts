import type { WallClock } from '../../model/wallClock.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isLeftOut } from '../../plan/codes.js';
import type { Impact, Plan, PlanResource } from '../../plan/plan.js';
import type { Colour } from '../colour.js';
import type { Page } from '../page.js';
import { wrapped } from '../wrap.js';
import { fieldLines, nameColumn } from './fields.js';
import {
  acceptFlags,
  byHandNext,
  byGroup,
  guardTexts,
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

export interface HumanOptions extends Page {
  readonly clock: WallClock;
  /** The command that applies this plan: `crmctl apply plan.json`. Absent when it is under way. */
  readonly next?: string;
}

const sourceColumn = 48;

/** The plan for a terminal (docs/cli.md#plan-and-apply). */
export function planHuman(plan: Plan, { colour, width, clock, next }: HumanOptions): string {
  const page = { width, colour };
  const groups = byGroup(plan.resources).flatMap(([group, resources]) => [
    colour.bold(group),
    ...resources.flatMap((resource) => resourceLines(resource, page)),
  ]);
  const paint = { error: colour.red, warning: colour.yellow, note: colour.dim };
  const problems = plan.diagnostics.flatMap((diagnostic) =>
    problemLines(diagnostic, width).map((line) => paint[diagnostic.severity](line)),
  );
  const refused = plan.guards.some((guard) => !guard.ok);
  const guards = `Guards: ${guardTexts(plan).join(' · ')}`;
  const lines = [
    ...groups,
    ...indirectLines(plan, page),
    ...problems,
    ...(isEmpty(plan) ? ['Nothing to change: the CRM is as the repository says.'] : []),
    colour.bold(summaryLine(plan.summary)),
    ...(plan.replay ? [replayLine(plan.replay, clock)] : []),
    refused ? colour.red(guards) : guards,
    ...nextLines(plan, next),
  ];
  return `${lines.join('\n')}\n`;
}

function nextLines(plan: Plan, next: string | undefined): readonly string[] {
  if (isEmpty(plan)) return [];
  if (plan.diagnostics.some(isLeftOut)) return [leftOutNext];
  if (isByHand(plan)) return [byHandNext];
  return next === undefined ? [] : [`Apply exactly this:  ${next}${acceptFlags(plan)}`];
}

function problemLines({ severity, code, message, suggestion }: Diagnostic, width: number): readonly string[] {
  const cure = suggestion === undefined ? [] : wrapped(suggestion, width - 7).map((line) => `       ${line}`);
  return [...wrapped(`${severity}  ${code}  ${message}`, width), ...cure];
}

function resourceLines(resource: PlanResource, page: Page): readonly string[] {
  const { colour, width } = page;
  const isNew = resource.actions[0] === 'create' || resource.actions[0] === 'manual';
  // The remark says it once.
  const isGone = resource.actions[0] === 'create' && resource.changes.every(({ origin }) => origin === 'remote');
  const changes = isGone ? resource.changes.map(({ origin: _, ...change }) => change) : resource.changes;
  const labels = [
    ...(resource.waiting.length === 0 ? [] : [waitingLabel]),
    ...(resource.impact === null ? [] : [replayLabel]),
  ];
  const column = nameColumn(changes, labels);
  const waiting = waitingTexts(resource.waiting).map((text, index) =>
    besideLabel(index === 0 ? waitingLabel : '', text, column),
  );
  const replay = resource.impact === null ? [] : replayLines(resource.impact, column, width);
  return [...headLines(resource, colour, width), ...fieldLines(changes, page, isNew, column), ...waiting, ...replay];
}

const waitingLabel = 'waiting now';
const replayLabel = 'replay';

function replayLines(impact: Impact, column: number, width: number): readonly string[] {
  return wrapped(impactText(impact), width - column - 9).map((line, index) =>
    besideLabel(index === 0 ? replayLabel : '', line, column),
  );
}

function besideLabel(label: string, text: string, column: number): string {
  return `      ${label.padEnd(column)}   ${text}`;
}

function indirectLines(plan: Plan, { colour, width }: Page): readonly string[] {
  const indirect = indirectImpacts(plan);
  if (indirect.length === 0) return [];
  return [
    colour.bold('unchanged, and act otherwise on the log'),
    ...indirect.flatMap(({ address, ...impact }) => [
      `    ${address}`,
      ...replayLines(impact, replayLabel.length, width),
    ]),
  ];
}

function headLines(resource: PlanResource, colour: Colour, width: number): readonly string[] {
  const symbol = symbolOf(resource);
  const paint = { '+': colour.green, '~': colour.yellow, '-': colour.red, '>': colour.cyan, '!': colour.magenta }[
    symbol
  ];
  const name = nameOf(resource.address);
  const source = resource.source ? `${resource.source.file}:${resource.source.line}` : '';
  const remark = remarkOf(resource);
  const head = `  ${paint(symbol)} ${name}`;
  const padding = ' '.repeat(Math.max(3, sourceColumn - name.length - 4));
  const withSource = source === '' ? head : `${head}${padding}${colour.dim(source)}`;
  if (remark === undefined) return [withSource];
  if (source === '' && name.length + remark.length + 7 <= width) return [`${head}   ${remark}`];
  return [withSource, ...wrapped(remark, width - 6).map((line) => `      ${line}`), ...partlyManual(resource, width)];
}

function partlyManual({ actions, manual }: PlanResource, width: number): readonly string[] {
  if (manual === undefined || actions[0] === 'manual') return [];
  return wrapped(`by hand: ${manual}`, width - 6).map((line) => `      ${line}`);
}
