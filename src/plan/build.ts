import { dependenciesOf, inOrder } from '../language/dependencies.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { awaitedOf } from './approvals.js';
import { baseOf, settingsOf } from './base.js';
import { planCodes } from './codes.js';
import { compareProject, type Compared, type Comparison } from './compare.js';
import { guardsOf, isRemoval } from './guards.js';
import { leftOut } from './leftOut.js';
import { strayMigrations } from './migrations.js';
import type { Observation } from './observation.js';
import type { Plan, PlanResource, Summary, Waiting } from './plan.js';
import { settingsResource } from './settings.js';
import { runningTriggers, triggersIn } from './steps.js';
import type { Changed } from './subject.js';
import { waitingIn } from './waiting.js';

export interface PlanInput extends Compared {
  /** Name of the environment. */
  readonly environment: string;
}

/** The difference between the repository and the running CRM, as data. The same input gives the same plan to the byte. */
export function buildPlan(input: PlanInput): Plan {
  const { project, words, observation, environment } = input;
  const comparisons = compareProject(input);
  const hasChanges = comparisons.some(({ verdict }) => verdict.is === 'changed');
  const dependencies = hasChanges ? dependenciesOf(project, words) : new Map<string, readonly string[]>();
  const running = runningTriggers(observation.state, words);
  const planned = triggersIn(() => project, words);
  const waiting = waitingIn(comparisons, observation.waiting, { planned, running });
  const changed = inExecutionOrder(comparisons, dependencies);
  const inPlan = new Set(changed.map((comparison) => comparison.address));
  const settings = settingsResource(settingsOf(project), observation.state.config);
  const resources = changed.map((comparison) =>
    resourceOf(
      comparison,
      (dependencies.get(comparison.address) ?? []).filter((address) => inPlan.has(address)),
      waiting.get(comparison.address) ?? [],
    ),
  );
  const all = settings === undefined ? resources : [settings, ...resources];
  return {
    format: 'crmctl.plan/1',
    project: project.config.name,
    environment,
    complete: observation.unread.length === 0,
    base: baseOf(project, comparisons, observation.state),
    resources: all,
    summary: summaryOf(all, comparisons),
    guards: guardsOf(comparisons, waiting, observation, project.config),
    diagnostics: [
      ...observation.unread.map(unreadDiagnostic),
      ...leftOut(input, comparisons),
      ...awaitedOf(comparisons),
      ...strayMigrations(comparisons, observation.waiting, running),
    ],
  };
}

export type ChangedComparison = Comparison & { readonly verdict: Changed };

/** What something needs comes before it; removals come last. */
export function inExecutionOrder(
  comparisons: readonly Comparison[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly ChangedComparison[] {
  const changed = comparisons.filter(
    (comparison): comparison is ChangedComparison => comparison.verdict.is === 'changed',
  );
  const byAddress = new Map(changed.map((comparison) => [comparison.address, comparison]));
  const [kept, removed] = [
    changed.filter((comparison) => comparison.resource),
    changed.filter((comparison) => !comparison.resource),
  ];
  const ordered = inOrder(
    kept.map((comparison) => comparison.address),
    dependencies,
  ).flatMap((address) => byAddress.get(address) ?? []);
  return [...ordered, ...removed];
}

function resourceOf(
  comparison: ChangedComparison,
  dependsOn: readonly string[],
  waiting: readonly Waiting[],
): PlanResource {
  const { address, kind, resource, old, verdict } = comparison;
  return {
    address,
    kind: kind.word.kind,
    group: kind.word.plural,
    actions: verdict.actions,
    reason: verdict.reason,
    executor: verdict.executor,
    ...(old && { renamedFrom: old.address }),
    ...(verdict.manual !== undefined && { manual: verdict.manual }),
    source: resource ? { file: resource.file, line: resource.line } : null,
    changes: verdict.changes,
    dependsOn,
    waiting,
    impact: null,
  };
}

function summaryOf(resources: readonly PlanResource[], comparisons: readonly Comparison[]): Summary {
  const with_ = (...actions: readonly string[]): number =>
    resources.filter((resource) => resource.actions.some((action) => actions.includes(action))).length;
  const being = (is: string): number => comparisons.filter((comparison) => comparison.verdict.is === is).length;
  return {
    create: with_('create'),
    update: with_('update'),
    remove: comparisons.filter(isRemoval).length,
    rename: with_('rename'),
    manual: with_('manual'),
    unchanged: being('unchanged'),
    unmanaged: being('unmanaged'),
  };
}

/** What a list that could not be read to its end means for a plan. */
export function unreadDiagnostic({ kind, list, message }: Observation['unread'][number]): Diagnostic {
  return {
    severity: 'error',
    code: planCodes.unreadList.code,
    message: `${list} could not be read to its end: ${message}. ${kind} is left out of the plan where it depends on it.`,
    suggestion: 'plan again; nothing of what could not be read is removed',
  };
}
