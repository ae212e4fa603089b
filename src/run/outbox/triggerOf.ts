import type { CompiledTrigger } from '../../engine/program.js';
import type { Effect } from '../../model/effect.js';
import type { Outgoing } from './outgoing.js';

/** The trigger of an effect, on the revision on which its instance is. */
export function triggerOf(
  { program, store }: Pick<Outgoing, 'program' | 'store'>,
  { instance, trigger }: Effect,
): CompiledTrigger | undefined {
  const revision = store.state.instance(instance)?.revision ?? '';
  return program.revisions.get(revision) ?? program.triggers.get(trigger.slice('trigger/'.length));
}
