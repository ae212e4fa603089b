import type { Admission, Instance } from '../../model/instance.js';
import type { Instant } from '../../model/instant.js';
import type { PolicyRole } from '../../vocabulary/roles/index.js';
import type { CompiledTrigger } from '../program.js';
import { contextOf } from '../steps/context.js';
import type { Work } from '../work.js';
import { admit, capHorizon, type Candidate } from './admit.js';
import { turnWithin } from './spread.js';

/**
 * When a message that was held back is to be asked again, now that its recipient lives elsewhere: now where it may go sooner or later
 * than it waits for, and if it is spread at the moment of the recipient's own there. `undefined`: it is no message.
 */
export function askedAgainAt(
  work: Work,
  trigger: CompiledTrigger,
  instance: Instance,
  { due, spread }: Admission,
): Instant | undefined {
  const { program, state, wall } = work;
  const node = trigger.nodes[trigger.nodeOfPath.get(instance.step) ?? -1];
  if (node?.action?.reaches !== 'customer') return undefined;
  const { customer: recipient, clockwork } = contextOf(work, instance, node);
  const { zone } = clockwork;
  if (spread) return turnWithin(program, trigger, recipient ?? instance.key, zone, wall) ?? work.now;
  const sent = recipient === undefined ? [] : state.sentTo(recipient, capHorizon(program.policy, trigger.class, wall));
  return isHeldTo(due, program.policy, { class: trigger.class, zone, sent }, wall) ? due : work.now;
}

/** Held back from now on, by one thing after the other, it is asked at that moment. */
function isHeldTo(due: Instant, policy: PolicyRole, candidate: Candidate, now: Instant): boolean {
  const admission = admit(policy, candidate, now);
  if (admission.may !== 'defer' || admission.until > due) return false;
  return admission.until === due || isHeldTo(due, policy, candidate, admission.until);
}
