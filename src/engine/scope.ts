import type { Ambient, Scope } from '../language/scope.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Instance } from '../model/instance.js';
import { whyUnreachable } from './reach.js';
import type { Program } from './program.js';
import type { EngineState } from './state.js';

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

/** What an event gives to conditions beside `event`: what it is about under its own name, order and customer as they are now. */
export function variablesOf(
  event: Variables,
  about: { readonly order?: string | undefined; readonly customer?: string | undefined },
  ambient: Ambient,
): Scope {
  const scope = { event, order: undefined, customer: undefined, now: undefined, ambient };
  return addTo(scope, event, about, ambient);
}

/**
 * The same for conditions of which most are false: order and customer are looked up when a condition reads them, for a host may have
 * to make them first. For questions that are asked at once, before anything changes.
 */
export function questionsOf(event: Variables, about: About, ambient: Ambient): Scope {
  const scope = new Questions(event, about, ambient);
  for (const name in event) if (!(name in Questions.prototype)) scope[name] = event[name];
  return scope;
}

/** A class for its getters: made for each scope anew they would cost more than what they save. */
class Questions implements Scope {
  [variable: string]: unknown;
  readonly event: Variables;
  readonly ambient: Ambient;
  readonly now: Instant;
  readonly #about: About;
  #order: Variables | undefined;

  constructor(event: Variables, about: About, ambient: Ambient) {
    this.event = event;
    this.ambient = ambient;
    this.now = ambient.now;
    this.#about = about;
  }
  get order(): Variables | undefined {
    if (this.#about.order !== undefined) this.#order ??= this.ambient.world.order(this.#about.order);
    return this.#order;
  }
  get customer(): Variables | undefined {
    return this.#about.customer === undefined ? undefined : this.ambient.world.customer(this.#about.customer);
  }
  get cart(): unknown {
    return this.event['cart'] ?? this.customer?.['cart'];
  }
}

interface About {
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
}

/** The scope of an instance's conditions, values and texts. `event`: the new one, inside `exit`, `goal` and `waitFor`. */
export function scopeOf(
  instance: Pick<Instance, 'trigger' | 'entry' | 'vars' | 'steps' | 'order' | 'customer'>,
  ambient: Ambient,
  event?: Variables,
): Scope {
  const { entry, vars, steps } = instance;
  const atEntry = entry['event'] as Variables | undefined;
  // Made with room for what every scope has.
  const scope: Record<string, unknown> = {
    event,
    order: undefined,
    customer: undefined,
    now: undefined,
    ambient,
    trigger: undefined,
    entry,
    vars,
    steps,
  };
  if (event !== undefined) Object.assign(scope, atEntry);
  addTo(scope, event ?? atEntry ?? {}, instance, ambient);
  const element = entry['binds'];
  if (typeof element === 'string') scope[element] ??= entry[element];
  scope['trigger'] = instance.trigger;
  scope['entry'] = entry;
  scope['vars'] = vars;
  scope['steps'] = steps;
  // `addTo` put the ambient in.
  return scope as Scope;
}

function addTo(
  scope: Record<string, unknown>,
  event: Variables,
  about: { readonly order?: string | undefined; readonly customer?: string | undefined },
  ambient: Ambient,
): Scope {
  const { world } = ambient;
  const customer = about.customer === undefined ? undefined : world.customer(about.customer);
  Object.assign(scope, event);
  scope['event'] = event;
  scope['order'] = about.order === undefined ? undefined : world.order(about.order);
  scope['customer'] = customer;
  if (event['cart'] === undefined && customer !== undefined) scope['cart'] = customer['cart'];
  scope['now'] = ambient.now;
  scope['ambient'] = ambient;
  return scope as Scope;
}
