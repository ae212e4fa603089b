import type { Project } from '../language/project.js';
import { releasedResources } from '../language/releasedResources.js';
import type { AutomationState, ReleasedResource } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Plan } from './plan.js';
import type { Selection } from './select.js';

/** What would run after the plan: the repository's resources where it looks, what was applied last where it does not. */
export function resourcesAfterwards(
  plan: Pick<Plan, 'resources'>,
  project: Project,
  state: Pick<AutomationState, 'live' | 'applied'>,
  selected: Selection,
  words: Vocabulary,
): readonly ReleasedResource[] {
  const executed = new Set(words.kinds.filter(isExecuted).map(({ kind }) => kind));
  const wished = project.resources.filter(({ kind, address, spec }) => executed.has(kind) && selected(address, spec));
  const replaced = new Set<string>([
    ...wished.map(({ address }) => address),
    ...plan.resources.flatMap(({ renamedFrom }) => renamedFrom ?? []),
  ]);
  const left = releasedResources(state, words).filter(
    ({ address, spec }) => !replaced.has(address) && !selected(address, spec),
  );
  return [...left, ...wished.map(({ address, kind, spec }) => ({ address, kind, spec }))];
}

function isExecuted({ executor }: Vocabulary['kinds'][number]): boolean {
  return executor === 'api' || executor === 'runner';
}
