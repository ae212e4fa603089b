import type { Ambient, Scope } from '../language/scope.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Instance } from '../model/instance.js';
import { isZone } from '../model/zone.js';
import type { Program } from './program.js';
import type { EngineState } from './state.js';

type Variables = Readonly<Record<string, unknown>>;

export function ambientOf(program: Program, state: EngineState, now: Instant): Ambient {
  return { now, zone: program.zone, world: state.world, facts: program.facts };
}

/** `event` as conditions see it: its own members, and what it carries. */
export function eventVariable(event: Event, form: string, extra: Variables = {}): Variables {
  return { ...event.data, type: event.type, at: event.at, source: event.source, on: form, ...extra };
}

/** What an event gives to conditions beside `event`: what it is about under its own name, order and customer as they are now. */
export function variablesOf(
  event: Variables,
  about: { readonly order?: string | undefined; readonly customer?: string | undefined },
  ambient: Ambient,
): Variables {
  const { world } = ambient;
  const customer = about.customer === undefined ? undefined : world.customer(about.customer);
  return {
    ...event,
    event,
    order: about.order === undefined ? undefined : world.order(about.order),
    customer,
    ...(event['cart'] === undefined && customer !== undefined && { cart: customer['cart'] }),
    now: ambient.now,
  };
}

/** The scope of an instance's conditions, values and texts. `event`: the new one, inside `exit`, `goal` and `waitFor`. */
export function scopeOf(
  instance: Pick<Instance, 'entry' | 'vars' | 'steps' | 'order' | 'customer'>,
  ambient: Ambient,
  event?: Variables,
): Scope {
  const { entry, vars, steps } = instance;
  const own = variablesOf((event ?? entry['event'] ?? {}) as Variables, instance, ambient);
  const element = entry['binds'];
  return {
    ...(entry['event'] as Variables | undefined),
    ...own,
    ...(typeof element === 'string' && own[element] === undefined && { [element]: entry[element] }),
    entry,
    vars,
    steps,
    ambient,
  };
}

/** Zone in which a customer lives: what the card says, else the account's. */
export function zoneOf(customer: Variables | undefined, account: string): string {
  const own = customer?.['timezone'] ?? (customer?.['customFields'] as Variables | undefined)?.['timezone'];
  return typeof own === 'string' && own !== '' && isKnownZone(own) ? own : account;
}

const knownZones = new Map<string, boolean>();

function isKnownZone(name: string): boolean {
  let known = knownZones.get(name);
  if (known === undefined) knownZones.set(name, (known = isZone(name)));
  return known;
}

/** A share in [0, 1) that is the same for the same words on every host and at every time. */
export function stableShare(...parts: readonly string[]): number {
  // FNV-1a over the joined words, then a finaliser: even, cheap, and no secret.
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 0x1_0000_0000;
}
