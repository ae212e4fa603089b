import { compileSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { projectFromRelease } from '../language/readProject.js';
import { releasedResources } from '../language/releasedResources.js';
import { resourcesAfterwards } from '../plan/afterwards.js';
import { settingsOf } from '../plan/base.js';
import { underFirstNames } from '../plan/firstNames.js';
import { compareProject } from '../plan/compare.js';
import { withImpact } from '../plan/impact.js';
import type { Plan } from '../plan/plan.js';
import type { BacktestResult } from '../simulate/backtest.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import { readAtRevision } from '../workspace/atRevision.js';
import { dryRun } from './dryRun.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import type { Opened, Planned } from './planning.js';
import type { Progress } from './progress.js';
import { environmentNamed } from './projectCommand.js';

export interface ReplayFlags {
  /** Recorded logs. */
  readonly replay: readonly string[];
  /** Revision to compare with instead of what runs. */
  readonly against?: string | undefined;
  readonly env?: string | undefined;
}

/** Back-tests what runs (or a revision of the repository) and what would run after the plan on the same log, and writes both into the plan. */
export async function replayed(
  { root, project }: Opened,
  { plan, observation, selected }: Planned,
  { replay, against, env }: ReplayFlags,
  progress: Progress,
): Promise<Plan> {
  const { state } = observation;
  const settings = settingsOf(project);
  const comparisons = compareProject({ project, words: vocabulary, remotes, observation, selection: selected });
  const before = against === undefined ? releasedProject(state) : projectAt(root, against, env);
  const planned = underFirstNames(resourcesAfterwards(comparisons, project, state, vocabulary), before);
  const after = projectFromRelease(planned, settings, vocabulary);
  const run = (which: Project, what: string): Promise<BacktestResult> =>
    dryRun(
      { project: which, compiled: compiledOrEnd(which, what) },
      { events: replay, from: undefined, to: undefined, effects: undefined },
      progress,
    );
  const old = before && (await run(before, against === undefined ? 'what was applied last' : `revision ${against}`));
  return withImpact(plan, old, await run(after, 'what would run after this plan'), against);
}

function releasedProject({ release, config, live, applied }: Planned['observation']['state']): Project | undefined {
  if (release === null || config === null) return undefined;
  return projectFromRelease(releasedResources({ live, applied }, vocabulary), config, vocabulary);
}

/** The project as it was at a revision of its repository; `flag` is the one that names it. */
export function projectAt(root: string, revision: string, env: string | undefined, flag = '--against'): Project {
  const found = readAtRevision(root, revision, vocabulary, environmentNamed(env));
  if ('problem' in found) throw new Failure(exitCodes.error, `${flag}: ${found.problem}`);
  return found.project;
}

export function compiledOrEnd(project: Project, what: string): ReturnType<typeof compileSites> {
  const compiled = compileSites(project, vocabulary);
  const error = [...project.diagnostics, ...compiled.diagnostics].find(({ severity }) => severity === 'error');
  if (error === undefined) return compiled;
  const place = error.file === undefined ? '' : `${error.file}: `;
  throw new Failure(
    exitCodes.error,
    `${what} cannot be replayed: ${place}${error.message}`,
    'plan without --replay, or with another selection or revision',
  );
}
