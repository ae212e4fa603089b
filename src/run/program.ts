import type { AutomationState, ReleaseConfig, ReleasedResource } from '../model/release.js';
import { adoptRelease, carryOver, compileProgram, startProgram, type Program, type Renaming } from '../engine/index.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { compileSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { projectFromRelease } from '../language/readProject.js';
import { releasedResources } from '../language/releasedResources.js';
import { instant, parseInstant, type Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readTriggers } from '../vocabulary/roles/index.js';
import { compilePinned, keepNeeds, leftBehind, markLeft, underFormerNames } from './pinned.js';
import type { PinnedRevision } from './store/revisions.js';
import { renamesSince } from './store/renames.js';
import type { RunnerStore } from './store.js';
import { keepOutcome, type TurnCounts } from './turns.js';

export interface LoadedProgram {
  /** What is in the release, and what left it while runs need it. */
  readonly project: Project;
  readonly program: Program;
  /** What no longer reads in the revisions that runs are pinned to. */
  readonly outdated: readonly Diagnostic[];
}

export type ReleaseProblem =
  { readonly problem: 'nothing-applied' } | { readonly problem: 'broken'; readonly diagnostics: readonly Diagnostic[] };

/** The hour, and what is counted, when a new release starts something by itself. */
export interface Adopting {
  readonly clock: () => Instant;
  readonly counts: TurnCounts;
}

/** The last applied release, compiled. Revisions that waiting instances are pinned to are compiled beside it. */
export function loadProgram(
  store: RunnerStore,
  released: AutomationState,
  words: Vocabulary,
  { clock, counts }: Adopting,
): LoadedProgram | ReleaseProblem {
  const { release, config } = released;
  if (release === null || config === null) return { problem: 'nothing-applied' };
  const resources = releasedResources(released, words);
  const project = projectFromRelease(resources, config, words);
  const sites = compileSites(project, words);
  const errors = [...project.diagnostics, ...sites.diagnostics].filter(isError);
  if (errors.length > 0) return { problem: 'broken', diagnostics: errors };

  const program = compileProgram(project, sites, words);
  store.transaction(() => {
    const adopted = store.state.memo('release');
    for (const renaming of adopted === undefined ? [] : renamesSince(store.database, adopted)) rename(store, renaming);
    if (store.state.memo('needed') !== release.id) {
      keepRevisions(store, project, program);
      keepNeeds(store.revisions, project, program, words);
      store.state.setMemo('needed', release.id);
    }
    const activation = activationOf(release.appliedAt);
    startProgram(program, store.state, activation);
    if (adopted === release.id) return;
    keepOutcome(store, adoptRelease(program, store.state, activation, clock(), true), counts);
    store.state.setMemo('release', release.id);
  });
  const pinned = store.revisions.pinned().filter(({ revision }) => !program.revisions.has(revision));
  if (pinned.length === 0) return { project, program, outdated: [] };
  return withPinned(store, pinned, leftBehind(pinned, project), resources, config, words);
}

function rename(store: RunnerStore, renaming: Renaming): void {
  const { prefix, from, to } = renaming;
  carryOver(store.state, renaming);
  if (prefix === 'trigger') store.revisions.rename(from, to);
  store.state.setMemo(renamedMemo(`${prefix}/${from}`), `${prefix}/${to}`);
}

function renamedMemo(address: string): string {
  return `renamed:${address}`;
}

function keepRevisions({ revisions }: RunnerStore, project: Project, program: Program): void {
  for (const { code, spec } of readTriggers(project)) {
    const { revision, called } = program.triggers.get(code)!;
    revisions.keep({ revision, code, spec, called });
  }
}

/** The same program, and the triggers that runs are pinned to. What left the release is read first: what is in it counts. */
function withPinned(
  { state }: RunnerStore,
  pinned: readonly PinnedRevision[],
  left: readonly ReleasedResource[],
  released: readonly ReleasedResource[],
  config: ReleaseConfig,
  words: Vocabulary,
): LoadedProgram {
  const resources = [...left, ...released];
  const project = projectFromRelease(resources, config, words);
  const { triggers, hearsMessages, outdated } = compilePinned(pinned, resources, config, words);
  const program = compileProgram(project, compileSites(project, words), words, triggers);
  const heard = { ...program, hearsMessages: program.hearsMessages || hearsMessages };
  const calledNow = (address: string): string | undefined => state.memo(renamedMemo(address));
  return { project, program: underFormerNames(markLeft(heard, left), left, calledNow), outdated };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The CRM tells time in whole seconds: what happened in the second of the release counts as after it. */
function activationOf(appliedAt: string): Instant {
  const at = parseInstant(appliedAt) ?? instant(0);
  return instant(Math.floor(at / 1000) * 1000);
}
