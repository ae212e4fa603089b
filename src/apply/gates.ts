import type { Guard, Plan } from '../plan/plan.js';

/** Guards that stand in the way and were not accepted by name. */
export function refusingGuards({ guards }: Plan, accepted: readonly string[]): readonly Guard[] {
  return guards.filter((guard) => !guard.ok && !accepted.includes(guard.id));
}

/** Names that `--accept` was given and no guard has. */
export function unknownGuards({ guards }: Plan, accepted: readonly string[]): readonly string[] {
  return accepted.filter((id) => !guards.some((guard) => guard.id === id));
}

/** What would be taken out of use; a person confirms it. */
export function removalsIn({ resources }: Plan): readonly string[] {
  const removing = new Set(['remove', 'deactivate']);
  return resources
    .filter(({ actions }) => actions.some((action) => removing.has(action)))
    .map(({ address }) => address);
}
