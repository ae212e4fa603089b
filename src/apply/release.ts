import type { Project } from '../language/project.js';
import { canonicalJson } from '../model/digest.js';
import type { AutomationState, NewRelease, ReleasedResource, Spec } from '../model/release.js';
import { settingsOf } from '../plan/base.js';
import type { Changed, Comparison } from '../plan/compare.js';
import type { Base } from '../plan/plan.js';

/**
 * The release that follows from what was done: the runner's resources and the copies of everything that was applied, in both planes. What
 * failed, was skipped or is left to a person keeps the copy that it had. `undefined` when the current release says it all.
 */
export function nextRelease(
  state: AutomationState,
  project: Project,
  base: Base,
  done: readonly Comparison[],
  lives: (kind: string) => boolean,
): NewRelease | undefined {
  const live = shelfOf(state.live);
  const applied = shelfOf(state.applied);
  const drop = (address: string): void => [live, applied].forEach((shelf) => shelf.delete(address));
  const keep = ({ address, kind, spec }: ReleasedResource, recorded: Changed['recorded']): void => {
    if (lives(kind)) live.set(address, { address, kind, spec });
    if (recorded !== 'keep' && recorded !== undefined) applied.set(address, { address, kind, spec: recorded });
  };

  base.forget.forEach(drop);
  for (const address of base.record) {
    const resource = project.byAddress.get(address);
    if (resource) keep(resource, resource.spec);
  }
  for (const { address, resource, old, verdict } of done) {
    if (old) drop(old.address);
    if (resource && verdict.is === 'changed') keep(resource, verdict.recorded);
    else if (resource && verdict.is === 'unchanged') keep(resource, resource.spec);
    else if (verdict.is === 'forgotten' || (verdict.is === 'changed' && verdict.recorded === undefined)) drop(address);
  }

  const config = settingsOf(project);
  const next = { live: [...live.values()].toSorted(byAddress), applied: [...applied.values()].toSorted(byAddress) };
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

type Shelf = Map<string, ReleasedResource>;

function shelfOf(resources: readonly ReleasedResource[]): Shelf {
  return new Map(resources.map(({ address, kind, spec }) => [address, { address, kind, spec }]));
}

function contentOf(
  config: unknown,
  { live, applied }: { live: readonly ReleasedResource[]; applied: readonly ReleasedResource[] },
): string {
  const contents = (resources: readonly ReleasedResource[]): readonly (readonly [string, Spec])[] =>
    resources.toSorted(byAddress).map(({ address, spec }) => [address, spec] as const);
  return canonicalJson([config, contents(live), contents(applied)]);
}

function byAddress(a: ReleasedResource, b: ReleasedResource): number {
  return a.address < b.address ? -1 : 1;
}
