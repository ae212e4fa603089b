import type { Diagnostic } from '../model/diagnostic.js';
import { isLeftOut } from '../plan/codes.js';
import type { Guard, Plan } from '../plan/plan.js';

/** Whether a plan may be carried out, before anything is written. */
export type Gate =
  | { readonly is: 'open' }
  /** Its selection leaves out what the runner would need: nothing to accept. */
  | { readonly is: 'impossible'; readonly findings: readonly Diagnostic[] }
  /** Guards that refuse and were not accepted by name. */
  | { readonly is: 'refused'; readonly guards: readonly Guard[] }
  /** Removals that somebody has to confirm. */
  | { readonly is: 'confirm'; readonly removals: readonly string[] }
  /** Nothing is lost; but it is of this moment, and nobody has seen it before: whoever is there is asked. */
  | { readonly is: 'look' };

export function gateOf(
  plan: Plan,
  options: {
    readonly accepted: readonly string[];
    readonly autoApprove: boolean;
    /** Made earlier, to be looked at. */
    readonly saved: boolean;
  },
): Gate {
  const findings = plan.diagnostics.filter(isLeftOut);
  if (findings.length > 0) return { is: 'impossible', findings };
  const refusing = plan.guards.filter((guard) => !guard.ok && !options.accepted.includes(guard.id));
  if (refusing.length > 0) return { is: 'refused', guards: refusing };
  if (options.autoApprove) return { is: 'open' };
  const removals = removalsIn(plan);
  if (removals.length > 0) return { is: 'confirm', removals };
  const acts = plan.resources.some(({ executor }) => executor !== 'manual');
  return acts && !options.saved ? { is: 'look' } : { is: 'open' };
}

/** What would be taken out of use. */
function removalsIn({ resources }: Plan): readonly string[] {
  const removing = new Set(['remove', 'deactivate']);
  return resources
    .filter(({ actions }) => actions.some((action) => removing.has(action)))
    .map(({ address }) => address);
}
