import type { Change } from '../../model/event.js';
import type { Because, EventPart, Instance } from '../../model/instance.js';
import { remembered } from '../../model/remembered.js';
import type { CompiledTrigger, EventPattern, Node } from '../program.js';
import { extend, scopeOf } from '../scope.js';
import { placeOf } from '../steps/place.js';
import type { Work } from '../work.js';

type Variables = Readonly<Record<string, unknown>>;

/** An event as those who wait for one see it: the names under which it passes, and its variable. */
export interface Seen extends EventPart {
  readonly names: ReadonlySet<string>;
  readonly variable: Variables;
}

/** `node`: the step that waits for it; elements and parameters around it are in scope. */
export function matches(
  work: Work,
  instance: Instance,
  pattern: EventPattern,
  { names, variable }: Pick<Seen, 'names' | 'variable'>,
  node?: Node,
): boolean {
  if (!names.has(pattern.event)) return false;
  if (pattern.where === undefined) return true;
  const scope =
    node === undefined
      ? scopeOf(instance, work.ambient, variable)
      : placeOf(instance, node, work.ambient, variable).scope;
  return pattern.where.evaluate(scope) === true;
}

/** Why an instance ends early; of a condition also what decided, when somebody asks. */
export interface ExitReason {
  readonly reason: string;
  readonly because?: Because;
}

/** Why the instance ends now, if it does: by the new event, or (before an effect, without one) by a condition alone. */
export function exitReason(
  work: Work,
  trigger: CompiledTrigger,
  instance: Instance,
  seen?: Seen,
): ExitReason | undefined {
  for (const exit of trigger.exits) {
    if (exit.by === 'goal') {
      if (instance.reached !== undefined) return { reason: 'goal' };
    } else if (exit.by === 'condition') {
      const scope = scopeOf(instance, work.ambient, seen?.variable ?? {});
      const withGoal = trigger.goal === undefined ? scope : extend(scope, { goal: instance.reached !== undefined });
      const { condition } = exit;
      if (condition.evaluate(withGoal) === true)
        return { reason: condition.source, ...(work.explains && { because: condition.because(withGoal) }) };
    } else if (seen !== undefined && matches(work, instance, exit.pattern, seen)) {
      return { reason: exit.pattern.event };
    }
  }
  return undefined;
}

/** A raw change passes under the names of what changed, too: payments of an order are `payment.changed`. */
export function namesOf(type: string, changes: readonly Change[]): ReadonlySet<string> {
  const names = new Set([type]);
  for (const { field } of changes) for (const name of namesOfField(field)) names.add(name);
  return names;
}

const namesOfField = remembered((field): readonly string[] => {
  const [entity, member] = field.split('.');
  if (entity !== 'order' && entity !== 'customer') return [];
  const whole = `${entity}.changed`;
  if (entity === 'order' && (member === 'payments' || member === 'delivery'))
    return [member === 'payments' ? 'payment.changed' : 'delivery.changed', whole];
  return entity === 'customer' && member === 'cart' ? ['cart.changed', whole] : [whole];
});
