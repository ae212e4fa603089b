import type { Instance } from '../model/instance.js';
import type { CompiledTrigger, EventPattern } from './program.js';
import { scopeOf } from './scope.js';
import type { Work } from './work.js';

type Variables = Readonly<Record<string, unknown>>;

/** An event as those who wait for one see it: the names under which it passes, and its variable. */
export interface Seen {
  readonly names: ReadonlySet<string>;
  readonly variable: Variables;
}

export function matches(work: Work, instance: Instance, pattern: EventPattern, { names, variable }: Seen): boolean {
  if (!names.has(pattern.event)) return false;
  return pattern.where === undefined || pattern.where.evaluate(scopeOf(instance, work.ambient, variable)) === true;
}

/** Why the instance ends now, if it does: by the new event, or (before an effect, without one) by a condition alone. */
export function exitReason(work: Work, trigger: CompiledTrigger, instance: Instance, seen?: Seen): string | undefined {
  for (const exit of trigger.exits) {
    if (exit.by === 'condition') {
      const holds = exit.condition.evaluate(scopeOf(instance, work.ambient, seen?.variable ?? {}));
      if (holds === true) return exit.condition.source;
    } else if (seen !== undefined) {
      const pattern = exit.by === 'goal' ? trigger.goal : exit.pattern;
      if (pattern !== undefined && matches(work, instance, pattern, seen))
        return exit.by === 'goal' ? 'goal' : pattern.event;
    }
  }
  return undefined;
}

/** A raw change passes under the names of what changed, too: payments of an order are `payment.changed`. */
export function namesOf(type: string, changedFields: readonly string[]): ReadonlySet<string> {
  const names = new Set([type]);
  for (const field of changedFields) {
    const [entity, member] = field.split('.');
    if (entity === 'order' && member === 'payments') names.add('payment.changed');
    else if (entity === 'order' && member === 'delivery') names.add('delivery.changed');
    else if (entity === 'customer' && member === 'cart') names.add('cart.changed');
    else if (entity === 'order' || entity === 'customer') names.add(`${entity}.changed`);
  }
  return names;
}
