import type { Entity } from '../../language/scope.js';
import { uuid5 } from '../../model/digest.js';
import type { Instance } from '../../model/instance.js';
import type { Memory } from '../../vocabulary/meaning/context.js';
import type { FlowContext } from '../../vocabulary/meaning/step.js';
import type { Node } from '../program.js';
import { extend, type Sight } from '../scope.js';
import { ClockworkOf } from '../time/zone.js';
import type { Running, Work } from '../work.js';
import { placeOf, stepPath } from './place.js';

/** What the engine has beside what it gives to an action. */
export interface OfEngine {
  readonly scope: Sight;
  /** Makes last what the action wants to remember. */
  keep(): void;
}

/** What an action is given, and the engine beside it. */
export type ActionContext = FlowContext & OfEngine;

/** What a step sees; `more`: variables that stand beside the others. */
export function contextOf(work: Work, instance: Running, node: Node, more?: Entity): ActionContext {
  const { scope: around, order, customer } = placeOf(instance, node, work.ambient);
  const scope = more === undefined ? around : extend(around, more);
  const elements = instance.elements?.[node.path];
  let missing: string | undefined;
  let effect: string | undefined;
  const missed = (name: string): void => {
    missing ??= name;
  };
  const { memory, keep } = memoryOf(work);
  const context: Writable<ActionContext> = {
    spec: node.spec,
    now: work.now,
    scope,
    stepEnteredAt: instance.stepEnteredAt,
    enteredAt: instance.enteredAt,
    path: node.path,
    clockwork: new ClockworkOf(scope),
    ambient: work.ambient,
    round: instance.rounds[node.path] ?? 0,
    trigger: instance.trigger,
    instance: instance.id,
    key: instance.key,
    memory,
    effectId: () => (effect ??= uuid5(instance.id, stepPath(instance, node))),
    keep,
    own: ((scope['steps'] ?? {}) as Instance['steps'])[node.id] ?? {},
    evaluate: (path, also) => node.evaluators.at(path)(also === undefined ? scope : extend(scope, also), missed),
    missing: () => missing,
  };
  if (node.called !== undefined) context.called = node.called;
  if (elements !== undefined) context.elements = elements;
  if (customer !== undefined) context.customer = customer;
  if (order !== undefined) context.order = order;
  return context;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What an action wants to remember; `keep` makes it last. Most remember nothing. */
function memoryOf({ state }: Work): { readonly memory: Memory; keep(): void } {
  let written: Map<string, string> | undefined;
  return {
    memory: {
      read: (name) => written?.get(name) ?? state.memo(name),
      write: (name, value) => void (written ??= new Map<string, string>()).set(name, value),
    },
    keep() {
      written?.forEach((value, name) => state.setMemo(name, value));
      written = undefined;
    },
  };
}
