import type { Project } from '../language/project.js';
import { canonicalJson } from '../model/digest.js';
import type { AutomationState, NewRelease, ReleasedResource, Spec } from '../model/release.js';
import { byAddress, shelvesAfter, type Shelves } from '../plan/afterwards.js';
import { settingsOf } from '../plan/base.js';
import type { Comparison } from '../plan/compare.js';
import type { Base } from '../plan/plan.js';

/** The release that follows from what was done. `undefined` when the current release says it all. */
export function nextRelease(
  state: AutomationState,
  project: Project,
  base: Base,
  done: readonly Comparison[],
  lives: (kind: string) => boolean,
): NewRelease | undefined {
  const config = settingsOf(project);
  const next = shelvesAfter(state, project, base, done, lives);
  if (state.release !== null && contentOf(config, next) === contentOf(state.config, state)) return undefined;
  return {
    parent: state.release?.id ?? null,
    project: project.config.name,
    revision: base.configuration,
    config,
    live: next.live,
    applied: next.applied.map((copy) => ({ ...copy, protected: copy.spec['protected'] === true })),
  };
}

function contentOf(config: unknown, { live, applied }: Shelves): string {
  const contents = (resources: readonly ReleasedResource[]): readonly (readonly [string, Spec])[] =>
    resources.toSorted(byAddress).map(({ address, spec }) => [address, spec] as const);
  return canonicalJson([config, contents(live), contents(applied)]);
}
