import { isObject } from '../../model/json.js';
import type { Sight } from '../scope.js';
import type { EngineState } from '../state.js';
import type { Work } from '../work.js';
import type { Element } from './key.js';
import type { Occasion } from './occasion.js';

type Variables = Readonly<Record<string, unknown>>;

/** The immutable snapshot; conditions read it as `entry.order`, `entry.event` … */
export function entryOf(
  { state, now }: Pick<Work, 'state' | 'now'>,
  occasion: Occasion,
  variables: Sight,
  element: Element | undefined,
): Variables {
  const { event } = occasion;
  const later = element === undefined ? entitiesLater(state, occasion) : undefined;
  const snapshot = later ?? entitiesOf(variables);
  for (const member in variables) {
    if (member === 'ambient' || member === 'now') continue;
    const value = variables[member];
    // Of the event's own members the objects that it carries have names of their own; the others are read as `event` alone.
    if (event[member] !== value || isObject(value)) snapshot[member] = value;
  }
  snapshot['event'] = event;
  snapshot['at'] = now;
  if (element !== undefined) {
    snapshot['binds'] = element.binds;
    snapshot[element.binds] = variables[element.binds] ?? element.element;
  }
  return snapshot;
}

function entitiesOf({ order, customer, cart }: Sight): Record<string, unknown> {
  return { order, customer, cart };
}

/** Order and customer as they are now, made when somebody asks: in a back-test hardly anybody does. */
function entitiesLater({ world }: EngineState, { event, ...about }: Occasion): Record<string, unknown> | undefined {
  if (world.asOfNow === undefined) return undefined;
  const order = about.order === undefined ? nobody : world.asOfNow('order', about.order);
  const customer = about.customer === undefined ? nobody : world.asOfNow('customer', about.customer);
  return {
    get order() {
      return order();
    },
    get customer() {
      return customer();
    },
    get cart() {
      return event['cart'] === undefined ? customer()?.['cart'] : event['cart'];
    },
  };
}

const nobody = (): undefined => undefined;
