import type { Ambient, Scope } from '../language/scope.js';
import type { Event } from '../model/event.js';
import type { Instance } from '../model/instance.js';
import type { Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { whyUnreachable } from './messages/reach.js';
import type { Program } from './program.js';
import type { About, EngineState } from './state.js';

type Variables = Readonly<Record<string, unknown>>;

export function ambientOf(program: Program, state: EngineState, now: Instant): Ambient {
  const { zone, facts, world, memo, whyUnreachable } = settingOf(state, program);
  return { now, zone, world, facts, memo, whyUnreachable };
}

/** What is the same at every moment, kept with the state: a turn needs it anew each time. */
function settingOf(state: EngineState, program: Program): Setting {
  let setting = settings.get(state);
  if (setting?.program !== program) {
    setting = {
      program,
      zone: program.zone,
      facts: program.facts,
      world: state.world,
      memo: (name) => state.memo(name),
      whyUnreachable: (template, customer, trigger) => whyUnreachable(program, state, template, customer, trigger),
    };
    settings.set(state, setting);
  }
  return setting;
}

type Setting = Required<Omit<Ambient, 'now'>> & { readonly program: Program };
const settings = new WeakMap<EngineState, Setting>();

/** `event` as conditions see it: its own members, and what it carries. */
export function eventVariable(event: Event, form: string, extra: Variables = {}): Variables {
  return { ...event.data, type: event.type, at: event.at, source: event.source, on: form, ...extra };
}

/**
 * Variables by name. Order and customer (and its cart) are looked up when somebody reads them: most steps do not, and a host may have to
 * make them first. A scope is for one turn, and for what is asked before the world changes. To add something take `extend`: a spread
 * leaves out what is looked up. It has no methods: variables may have any name.
 */
export class Sight implements Scope {
  [variable: string]: unknown;
  readonly ambient: Ambient;
  readonly now: Instant;
  readonly #about: About;
  /** What stands in the place of what would be looked up. */
  readonly #given: Variables;
  #order: unknown;
  #customer: unknown;

  constructor(ambient: Ambient, about: About, given: Variables = nothing) {
    this.ambient = ambient;
    this.now = ambient.now;
    this.#about = about;
    this.#given = given;
  }

  get order(): unknown {
    if ('order' in this.#given) return this.#given['order'];
    const { order } = this.#about;
    return (this.#order ??= order === undefined ? undefined : this.ambient.world.order(order));
  }

  get customer(): unknown {
    if ('customer' in this.#given) return this.#given['customer'];
    const { customer } = this.#about;
    return (this.#customer ??= customer === undefined ? undefined : this.ambient.world.customer(customer));
  }

  /** Of the event, else the customer's. */
  get cart(): unknown {
    if ('cart' in this.#given) return this.#given['cart'];
    const ofEvent = memberOf(this['event'], 'cart');
    return ofEvent === undefined ? memberOf(this.customer ?? memberOf(this['entry'], 'event'), 'cart') : ofEvent;
  }

  static extend(scope: Sight, more: Variables): Sight {
    const replaces = lookedUp.some((name) => name in more);
    const copy = new Sight(scope.ambient, scope.#about, replaces ? { ...scope.#given, ...more } : scope.#given);
    copy.#order = scope.#order;
    copy.#customer = scope.#customer;
    return fill(Object.assign(copy, scope), more);
  }
}

/** The scope with more variables, or others under their names. */
export const extend = Sight.extend;

const nothing: Variables = {};
const lookedUp = ['order', 'customer', 'cart'];
/** Names that nothing in an event may take. */
const reserved = new Set([...lookedUp, 'now', 'ambient', '__proto__']);

function fill(scope: Sight, variables: Variables): Sight {
  for (const name in variables) if (!reserved.has(name)) scope[name] = variables[name];
  return scope;
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** What an event gives to conditions beside `event`: what it is about under its own name, order and customer as they are now. */
export function variablesOf(event: Variables, about: About, ambient: Ambient): Sight {
  const scope = fill(new Sight(ambient, about), event);
  scope['event'] = event;
  return scope;
}

/** The scope of an instance's conditions, values and texts. `event`: the new one, inside `exit`, `goal` and `waitFor`. */
export function scopeOf(
  instance: Pick<Instance, 'trigger' | 'entry' | 'vars' | 'steps' | 'order' | 'customer'>,
  ambient: Ambient,
  event?: Variables,
): Sight {
  const { entry, vars, steps, trigger } = instance;
  const atEntry = (entry['event'] ?? nothing) as Variables;
  const scope = fill(new Sight(ambient, instance), atEntry);
  if (event !== undefined) fill(scope, event);
  scope['event'] = event ?? atEntry;
  scope['trigger'] = trigger;
  scope['entry'] = entry;
  scope['vars'] = vars;
  scope['steps'] = steps;
  const element = entry['binds'];
  return typeof element === 'string' && scope[element] === undefined
    ? extend(scope, { [element]: entry[element] })
    : scope;
}
