import type { Ambient } from '../../language/scope.js';
import type { Instance } from '../../model/instance.js';
import { isObject } from '../../model/json.js';
import type { CompiledTrigger, Node, TrailPart } from '../program.js';
import { extend, scopeOf, type Sight } from '../scope.js';

type Variables = Readonly<Record<string, unknown>>;

/** What a step sees, and whom it concerns. */
export interface Place {
  readonly scope: Sight;
  readonly order?: string;
  readonly customer?: string;
}

/**
 * The scope of a step: that of its instance, with the elements of the loops around it and, in a sequence, with its
 * parameters and its own results. An order or a customer that a loop goes through is whom its steps concern.
 */
export function placeOf(
  instance: Instance,
  { trail }: Pick<Node, 'trail'>,
  ambient: Ambient,
  event?: Variables,
): Place {
  const { order, customer } = instance;
  const own: { -readonly [K in keyof Place]: Place[K] } = { scope: scopeOf(instance, ambient, event) };
  if (order !== undefined) own.order = order;
  if (customer !== undefined) own.customer = customer;
  if (trail.length < 2) return own;
  let place: Place = own;
  for (const part of trail.slice(0, -1)) {
    if (part.calls) {
      const results = place.scope['steps'];
      const steps = isObject(results) ? results[part.id] : undefined;
      place = {
        ...place,
        scope: extend(place.scope, { steps: steps ?? {}, params: instance.params?.[part.path] ?? {} }),
      };
    }
    const element = instance.elements?.[part.path]?.[(instance.rounds[part.path] ?? 0) - 1];
    if (part.binds !== undefined && element !== undefined)
      place = withElement(place, part.binds, element.value, ambient);
  }
  return place;
}

/** The path of an effect's step: its ids, those of loops with the round or the element. */
export function stepPath(instance: Instance, { trail, path }: Pick<Node, 'trail' | 'path'>): string {
  if (!trail.some(({ loop }) => loop)) return path;
  return trail
    .map((part) => (part.loop ? `${part.id}#${elementOf(instance, part) ?? roundOf(instance, part)}` : part.id))
    .join('/');
}

/** The line in which effects give way to newer ones: the same trigger, step and element, about the same key; whichever round it is. */
export function linePath(
  trigger: Pick<CompiledTrigger, 'code'>,
  instance: Instance,
  { trail }: Pick<Node, 'trail'>,
): string {
  const step = trail.map((part) => [part.id, elementOf(instance, part)].filter((name) => name !== undefined).join('#'));
  return [trigger.code, ...step, instance.key].join('/');
}

function elementOf(instance: Instance, { path }: Pick<TrailPart, 'path'>): string | undefined {
  return instance.elements?.[path]?.[roundOf(instance, { path }) - 1]?.key;
}

function roundOf({ rounds }: Instance, { path }: Pick<TrailPart, 'path'>): number {
  return rounds[path] ?? 0;
}

function withElement(place: Place, binds: string, value: unknown, { world }: Ambient): Place {
  const id = idOf(value);
  if (id === undefined || (binds !== 'order' && binds !== 'customer'))
    return { ...place, scope: extend(place.scope, { [binds]: value }) };
  if (binds === 'customer')
    return { scope: extend(place.scope, { customer: world.customer(id) ?? value }), customer: id };
  const order = world.order(id) ?? (value as Variables); // it has an id
  const customer = idOf(order['customer']);
  return {
    scope: extend(place.scope, { order, ...(customer !== undefined && { customer: world.customer(customer) }) }),
    order: id,
    ...(customer !== undefined && { customer }),
  };
}

function idOf(value: unknown): string | undefined {
  const id = isObject(value) ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
