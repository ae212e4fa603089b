import type { Ambient, Scope } from '../../language/scope.js';
import type { Clockwork } from '../../model/span.js';
import { zoneOf } from '../../vocabulary/zoneOf.js';
import type { About } from '../state.js';

/** Zone of those whom something concerns, by their ids. */
export function zoneFor(ambient: Pick<Ambient, 'world' | 'zone' | 'memo'>, { order, customer }: About): string {
  const { world } = ambient;
  return zoneOf(
    {
      customer: customer === undefined ? undefined : world.customer(customer),
      order: order === undefined ? undefined : world.order(order),
    },
    ambient,
  );
}

/** The time of those whom a scope concerns. A class for its getter: who asks for the zone has order and customer looked up, and few ask. */
export class ClockworkOf implements Clockwork {
  readonly calendars: Clockwork['calendars'];
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.calendars = scope.ambient.facts.calendars;
    this.#scope = scope;
  }

  get zone(): string {
    const { customer, order, ambient } = this.#scope;
    return zoneOf({ customer, order }, ambient);
  }
}
