import { uuid5 } from '../../model/digest.js';
import type { Effect } from '../../model/effect.js';
import type { ActionWord } from '../../vocabulary/meaning/action.js';
import type { StepContext } from '../../vocabulary/meaning/context.js';
import type { CompiledTrigger, Node } from '../program.js';
import type { Running, Work } from '../work.js';
import { stepPath } from './place.js';

/** The effect of a step in the round in which it stands, before it is known what it holds and whether it may be. */
export function effectOf(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  word: ActionWord,
  { order, customer, effectId }: Pick<StepContext, 'order' | 'customer' | 'effectId'>,
): Effect {
  const effect: { -readonly [K in keyof Effect]: Effect[K] } = {
    id: effectId(),
    at: work.now,
    trigger: trigger.address,
    instance: instance.id,
    step: stepPath(instance, node),
    type: word.name,
    key: instance.key,
    data: {},
    outcome: 'done',
    causedBy: instance.causedBy,
    depth: instance.depth + 1,
  };
  if (customer !== undefined) effect.customer = customer;
  if (order !== undefined) effect.order = order;
  return effect;
}

/** What succeeded may bring another action with it: the answer of an outside service is kept in fields. */
export function followUp(done: Effect, word: ActionWord, context: StepContext): Effect | undefined {
  const next = word.follow?.(context);
  if (next === undefined) return undefined;
  const { id, action, data } = next;
  const { template: _template, channel: _channel, ...rest } = done;
  return { ...rest, id: uuid5(done.instance, `${done.step}/${id}`), step: `${done.step}/${id}`, type: action, data };
}
