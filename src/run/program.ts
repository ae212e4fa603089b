import type { AutomationState } from '../model/release.js';
import { adoptRelease, compileProgram, compileTrigger, startProgram, type Program } from '../engine/index.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { compileSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { projectFromRelease } from '../language/readProject.js';
import { releasedResources } from '../language/releasedResources.js';
import { instant, parseInstant, type Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readTriggers } from '../vocabulary/roles/index.js';
import type { RunnerStore } from './store.js';

type Spec = Readonly<Record<string, unknown>>;

export interface LoadedProgram {
  readonly project: Project;
  readonly program: Program;
}

export type ReleaseProblem =
  { readonly problem: 'nothing-applied' } | { readonly problem: 'broken'; readonly diagnostics: readonly Diagnostic[] };

/** The last applied release, compiled. Revisions that waiting instances are pinned to are compiled beside it. */
export function loadProgram(
  store: RunnerStore,
  released: AutomationState,
  words: Vocabulary,
): LoadedProgram | ReleaseProblem {
  if (released.release === null || released.config === null) return { problem: 'nothing-applied' };
  const resources = releasedResources(released, words);
  const project = projectFromRelease(resources, released.config, words);
  const sites = compileSites(project, words);
  const errors = [...project.diagnostics, ...sites.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { problem: 'broken', diagnostics: errors };

  const current = readTriggers(project);
  const program = compileProgram(project, sites, words, []);
  const pinned = store.pinnedRevisions([...program.revisions.keys()]).map(({ code, spec }) => {
    // What it called is as old as the trigger itself.
    const { called = {}, ...own } = spec as Readonly<Record<string, unknown>> & {
      readonly called?: Record<string, Spec>;
    };
    const olden = new Map([[`trigger/${code}`, { kind: 'Trigger', spec: own as Spec }]]);
    for (const [address, each] of Object.entries(called)) {
      const kind = words.kinds.find(({ prefix }) => address.startsWith(`${prefix}/`))?.kind;
      if (kind !== undefined) olden.set(address, { kind, spec: each });
    }
    const older = projectFromRelease(
      [
        ...resources.filter(({ address }) => !olden.has(address)),
        ...[...olden].map(([address, each]) => ({ address, ...each })),
      ],
      released.config!,
      words,
    );
    const resource = older.byAddress.get(`trigger/${code}`);
    return resource && compileTrigger(resource, compileSites(older, words), words, older);
  });
  store.transaction(() => {
    for (const { code, spec } of current) {
      const { revision, called } = program.triggers.get(code)!;
      store.keepRevision(revision, code, Object.keys(called).length === 0 ? spec : { ...spec, called });
    }
    const { id, appliedAt } = released.release!;
    const activation = activationOf(appliedAt);
    startProgram(program, store.state, activation);
    if (store.state.memo('release') === id) return;
    adoptRelease(program, store.state, activation);
    store.state.setMemo('release', id);
  });
  const revisions = new Map([
    ...program.revisions,
    ...pinned.flatMap((trigger) => (trigger === undefined ? [] : [[trigger.revision, trigger] as const])),
  ]);
  return { project, program: { ...program, revisions } };
}

/** The CRM tells time in whole seconds: what happened in the second of the release counts as after it. */
function activationOf(appliedAt: string): Instant {
  const at = parseInstant(appliedAt) ?? instant(0);
  return instant(Math.floor(at / 1000) * 1000);
}
