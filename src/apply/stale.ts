import type { Project } from '../language/project.js';
import { digestOf } from '../model/digest.js';
import type { AutomationState } from '../model/release.js';
import { appliedDigest, configurationDigest, objectDigest } from '../plan/base.js';
import type { Comparison } from '../plan/compare.js';
import type { Plan } from '../plan/plan.js';
import type { Progress } from './journal.js';

export interface Staleness {
  readonly reason: string;
  readonly addresses: readonly string[];
}

/** Why this plan is not the difference any more; `undefined` when it still is. What an interrupted apply began itself is no reason. */
export function stalenessOf(
  plan: Plan,
  project: Project,
  comparisons: readonly Comparison[],
  state: AutomationState,
  progress: Progress,
): Staleness | undefined {
  const { base } = plan;
  if (base.configuration !== configurationDigest(project))
    return { reason: 'the repository has changed since the plan', addresses: [] };
  const published = progress.published.includes(appliedDigest(state.applied));
  if (base.applied !== appliedDigest(state.applied) && !published)
    return { reason: 'something was applied since the plan', addresses: [] };
  if (base.settings !== digestOf(state.config) && !published)
    return { reason: 'the settings of the runner have changed since the plan', addresses: [] };
  const now = new Map(comparisons.map((comparison) => [comparison.address, objectDigest(comparison)]));
  const moved = Object.keys(base.objects).filter(
    (address) => !progress.started.has(address) && now.get(address) !== base.objects[address],
  );
  return moved.length === 0 ? undefined : { reason: 'the CRM has changed since the plan', addresses: moved };
}
