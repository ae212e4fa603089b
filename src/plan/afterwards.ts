import type { Project } from '../language/project.js';
import { releasedResources } from '../language/releasedResources.js';
import type { AutomationState, ReleasedResource } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Comparison } from './compare.js';
import type { Base } from './plan.js';
import type { Changed } from './subject.js';

/** What a release holds: the runner's resources, and the copies of everything that was applied, in both planes. */
export interface Shelves {
  readonly live: readonly ReleasedResource[];
  readonly applied: readonly ReleasedResource[];
}

/**
 * What follows from what was done, by address. What failed, was skipped or is left to a person keeps the copy that it had. `lives`: whether
 * the runner reads a kind.
 */
export function shelvesAfter(
  state: Shelves,
  project: Project,
  base: Pick<Base, 'record' | 'forget'>,
  done: readonly Comparison[],
  lives: (kind: string) => boolean,
): Shelves {
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
  return { live: inOrder(live), applied: inOrder(applied) };
}

/** What would run once the plan of these comparisons is carried out; what they do not look at runs on as it is. */
export function resourcesAfterwards(
  comparisons: readonly Comparison[],
  project: Project,
  state: Pick<AutomationState, 'live' | 'applied'>,
  words: Vocabulary,
): readonly ReleasedResource[] {
  const living = new Set(comparisons.flatMap(({ kind }) => (kind.live ? [kind.word.kind] : [])));
  const shelves = shelvesAfter(state, project, { record: [], forget: [] }, comparisons, (kind) => living.has(kind));
  return releasedResources(shelves, words);
}

type Shelf = Map<string, ReleasedResource>;

function shelfOf(resources: readonly ReleasedResource[]): Shelf {
  return new Map(resources.map(({ address, kind, spec }) => [address, { address, kind, spec }]));
}

function inOrder(shelf: Shelf): readonly ReleasedResource[] {
  return [...shelf.values()].toSorted(byAddress);
}

export function byAddress(a: ReleasedResource, b: ReleasedResource): number {
  return a.address < b.address ? -1 : 1;
}
