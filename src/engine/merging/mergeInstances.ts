import type { Instance } from '../../model/instance.js';
import { isObject } from '../../model/json.js';
import { keyOf } from '../entry/key.js';
import { finish } from '../instances/save.js';
import type { CompiledTrigger } from '../program.js';
import { triggerOf, type Work } from '../work.js';

/**
 * Instances of a customer who was merged go on with the survivor, under the key that they would have if they had always been his. Of two
 * that may not run beside each other the first stays, as if the second had been ignored; with `restart` the last one, as if it had
 * taken the place of the other.
 */
export function mergeInstances(work: Work, gone: string, survivor: string): void {
  for (const waiting of work.state.concerning({ customer: gone })) {
    // An earlier one of these may have ended it.
    if (work.state.instance(waiting.id)?.status !== 'waiting') continue;
    const trigger = triggerOf(work, waiting);
    const key = trigger === undefined ? waiting.key : mergedKey(work, trigger, waiting, survivor);
    const instance = { ...waiting, customer: survivor, key };
    const beside = trigger === undefined || trigger.mode === 'parallel' ? [] : work.state.liveOf(trigger.code, key);
    const others = beside.filter(({ id }) => id !== instance.id);
    work.state.save(instance);
    if (trigger === undefined || others.length === 0) continue;
    const byAge = [...others, instance].sort((a, b) => a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1));
    const stays = trigger.mode === 'restart' ? byAge.at(-1)! : byAge[0]!;
    for (const other of byAge)
      if (other !== stays) finish(work, triggerOf(work, other) ?? trigger, { ...other }, 'exited', 'merged');
  }
}

/** The key as of the entry, with the survivor in the place of the customer. */
function mergedKey(work: Work, trigger: CompiledTrigger, instance: Instance, survivor: string): string {
  const { entry, vars, order, phone, causedBy: id } = instance;
  const event = isObject(entry['event']) ? entry['event'] : {};
  const binds = entry['binds'];
  const element = typeof binds === 'string' ? { binds, element: entry[binds] } : undefined;
  const customer = work.state.world.customer(survivor) ?? { id: survivor };
  const known = entry['order'];
  const entered = { ...entry, customer, ...(isObject(known) && { order: { ...known, customer } }) };
  return keyOf(
    trigger,
    { ...event, ...entered, trigger: trigger.code, entry, vars, now: entry['at'], ambient: work.ambient },
    { order, customer: survivor, phone, id, element },
  );
}
