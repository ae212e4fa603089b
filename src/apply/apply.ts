import { CrmError } from '../crm/errors.js';
import type { Project } from '../language/project.js';
import { digestOf } from '../model/digest.js';
import type { NewRelease } from '../model/release.js';
import { appliedDigest } from '../plan/base.js';
import { dependenciesOf } from '../language/dependencies.js';
import { inExecutionOrder, type ChangedComparison } from '../plan/build.js';
import { plannedKinds } from '../plan/catalogue.js';
import { compareProject, type Comparison } from '../plan/compare.js';
import { settingsKind, type Plan } from '../plan/plan.js';
import type { RemoteKind } from '../vocabulary/remoteKind.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { execute, type Executed } from './execute.js';
import type { Journal } from './journal.js';
import { observe, type Planes } from './observe.js';
import { nextRelease } from './release.js';
import type { ApplyOutcome, ApplyReport } from './report.js';
import { stalenessOf } from './stale.js';
import { withLock, type HeldLock, type Locking } from './withLock.js';

export interface ApplyInput extends Planes, Omit<Locking, 'automation'> {
  readonly plan: Plan;
  readonly project: Project;
  readonly words: Vocabulary;
  readonly remotes: Readonly<Record<string, RemoteKind>>;
  /** Opens the journal, once the lock is ours: another apply may be writing it. */
  readonly openJournal: () => Journal;
  readonly onProgress: (text: string) => void;
  /** Resources that are written at the same time; default 4. */
  readonly parallelism?: number;
}

/** Carries out exactly this plan: locked, checked against what it was made from, in the order of its dependencies, then released to the runner. */
export function applyPlan(input: ApplyInput): Promise<ApplyOutcome> {
  return withLock(input, (lock) => journalled(input.openJournal(), (journal) => applyLocked(input, lock, journal)));
}

/** The journal stays when there is something to continue. */
async function journalled(journal: Journal, work: (journal: Journal) => Promise<ApplyOutcome>): Promise<ApplyOutcome> {
  let outcome: ApplyOutcome | undefined;
  try {
    outcome = await work(journal);
    return outcome;
  } finally {
    const isOpen = outcome === undefined ? journal.isTouched() : outcome.is === 'partial';
    if (isOpen) journal.close();
    else journal.finish();
  }
}

async function applyLocked(input: ApplyInput, lock: HeldLock, journal: Journal): Promise<ApplyOutcome> {
  const { plan, project, words, remotes, onProgress } = input;
  const touched = touchedBy(plan);
  onProgress('reading what the plan touches');
  const observation = await observe({ ...input, only: touched });
  const comparisons = compareProject({
    project,
    words,
    remotes,
    observation,
    selection: (address) => touched.has(address),
  });
  const unread = observation.unread[0];
  if (unread) {
    const problem = `${unread.list} could not be read: ${unread.message}`;
    return { is: isBegun(journal) ? 'partial' : 'failed', report: nothingDone(plan), problem };
  }
  const stale = stalenessOf(plan, project, comparisons, observation.state, journal.progress);
  if (stale) return { is: 'stale', ...stale };

  const dependencies = dependenciesOf(project, words);
  const ordered = inExecutionOrder(comparisons, dependencies);
  const executed = await execute(ordered, {
    ...input,
    lock,
    journal,
    dependencies,
  });
  const kinds = plannedKinds(words, remotes, observation.capabilities);
  const done = [...comparisons.filter(({ verdict }) => verdict.is !== 'changed'), ...executed.done];
  const release = nextRelease(observation.state, project, plan.base, done, (kind) => kinds.get(kind)?.live === true);
  const published =
    release === undefined
      ? { id: observation.state.release?.id ?? null }
      : await publish(release, executed, input, lock, journal);
  return outcomeOf(plan, ordered, executed, published, journal);
}

type Published = { readonly id: string | null } | { readonly problem: string };

async function publish(
  release: NewRelease,
  executed: Executed,
  { automation, onProgress }: ApplyInput,
  lock: HeldLock,
  journal: Journal,
): Promise<Published> {
  const problem = await lock.problem();
  if (problem !== undefined) return { problem };
  onProgress('handing the release to the runner');
  const applied = release.applied.map(({ address, spec }) => ({ address, digest: digestOf(spec) }));
  journal.publishing(
    appliedDigest(applied),
    executed.done.map(({ address }) => address),
  );
  try {
    return { id: (await automation.publish(release)).id };
  } catch (error) {
    if (error instanceof CrmError) return { problem: error.message };
    throw error;
  }
}

function outcomeOf(
  plan: Plan,
  ordered: readonly ChangedComparison[],
  executed: Executed,
  published: Published,
  journal: Journal,
): ApplyOutcome {
  const isPublished = 'id' in published;
  const settled = (comparison: Comparison & ChangedComparison): boolean =>
    comparison.verdict.executor === 'api' || isPublished;
  const settings = plan.resources
    .filter((resource) => resource.kind === settingsKind)
    .map((resource) => resource.address);
  const applied = executed.done
    .filter((comparison) => comparison.verdict.executor !== 'manual' && settled(comparison))
    .map(({ address }) => address);
  const unpublished =
    'problem' in published
      ? executed.done
          .filter((comparison) => !settled(comparison))
          .map(({ address }) => ({ address, error: published.problem }))
      : [];
  const report: ApplyReport = {
    format: 'crmctl.apply/1',
    project: plan.project,
    environment: plan.environment,
    ok: isPublished && executed.failed.length === 0 && executed.skipped.length === 0,
    applied: isPublished ? [...settings, ...applied] : applied,
    failed: [...executed.failed, ...unpublished],
    skipped: executed.skipped,
    manual: ordered.filter(({ verdict }) => verdict.actions.includes('manual')).map(({ address }) => address),
    release: isPublished ? published.id : null,
  };
  const problem = 'problem' in published ? published.problem : executed.problem;
  if (report.ok) return { is: 'done', report };
  const wrote = applied.length > 0 || executed.wrote || isBegun(journal);
  return { is: wrote ? 'partial' : 'failed', report, ...(problem !== undefined && { problem }) };
}

/** By the apply that this one continues. */
function isBegun({ progress }: Journal): boolean {
  return progress.started.size > 0;
}

function nothingDone(plan: Plan): ApplyReport {
  const { project, environment, resources } = plan;
  const skipped = resources.map((resource) => resource.address);
  return {
    format: 'crmctl.apply/1',
    project,
    environment,
    ok: false,
    applied: [],
    failed: [],
    skipped,
    manual: [],
    release: null,
  };
}

/** What the plan names; of a rename both addresses. */
function touchedBy(plan: Plan): ReadonlySet<string> {
  return new Set([
    ...Object.keys(plan.base.objects),
    ...plan.resources.flatMap((resource) => resource.renamedFrom ?? []),
  ]);
}
