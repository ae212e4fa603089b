import type { Admission, Instance, ListElement } from '../../model/instance.js';
import { isObject } from '../../model/json.js';
import type { FlowDecision } from '../../vocabulary/meaning/step.js';
import { having, lookBack } from '../instances/heard.js';
import { finish, suspend } from '../instances/save.js';
import { end, type CompiledTrigger, type Node } from '../program.js';
import { noteOn, type Running, type Work } from '../work.js';
import { act } from './act.js';
import { contextOf, type ActionContext } from './context.js';
import { afterFailure } from './failure.js';
import { isUsed, leaveFor, markUsed, subjectAt, take } from './once.js';
import { remember } from './remember.js';
import { isPast } from './validUntil.js';

/** How often steps may follow each other without a pause; more is a loop that no `max` bounds. */
const maxStepsAtOnce = 10_000;

/** Runs an instance from a node until it waits or ends, and saves it. */
export function runFrom(work: Work, trigger: CompiledTrigger, instance: Running, start: number): void {
  let position = start;
  for (let count = 0; position !== end; count++) {
    if (count > maxStepsAtOnce) return finish(work, trigger, instance, 'failed', 'endless-loop');
    const node = trigger.nodes[position]!;
    leaveFor(work, trigger, instance, node.path);
    const returning = node.flow?.loops === true && instance.rounds[node.path] !== undefined;
    instance.step = node.path;
    if (!returning) instance.stepEnteredAt = work.now;
    const next = arrive(work, trigger, instance, node, position, returning);
    if (next === undefined) return;
    position = next;
  }
  leaveFor(work, trigger, instance, '');
  finish(work, trigger, instance, 'completed');
}

/** The node's doing; the next position, or `undefined` when the instance was saved (waiting or ended). */
function arrive(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  position: number,
  returning: boolean,
): number | undefined {
  const context = contextOf(work, instance, node);
  if (!returning) {
    if (node.if !== undefined && node.if.evaluate(context.scope) !== true) {
      if (work.explains) noteOn(work, trigger, instance, 'skipped', 'if', { because: node.if.because(context.scope) });
      return node.next;
    }
    if (
      node.once !== undefined &&
      isUsed(work, subjectAt(instance, context), node.once, `${trigger.code}/${node.path}`)
    ) {
      noteOn(work, trigger, instance, 'skipped', 'once');
      return node.next;
    }
    // Actions, and the messages of a cascade, record it themselves: they count as held back.
    if (node.action === undefined && node.flow?.generates === undefined && isPast(node, context, work.wall)) {
      noteOn(work, trigger, instance, 'skipped', 'expired');
      return node.next;
    }
  }
  if (node.flow !== undefined) {
    const heard = node.looksBack === undefined ? undefined : lookBack(work, instance, node);
    if (heard === undefined) return obey(work, trigger, instance, node, node.flow.run(context), position);
    instance.had = having(instance, node, heard).had;
    return obey(work, trigger, instance, node, node.flow.run({ ...context, heard: heard.variable }), position);
  }
  return node.action === undefined ? node.next : perform(work, trigger, instance, node, context);
}

/** Carries out what a flow step decided. */
export function obey(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  verdict: FlowDecision,
  position: number,
): number | undefined {
  switch (verdict.do) {
    case 'next':
      if (node.flow?.loops === true) {
        instance.rounds = without(instance.rounds, node.path);
        if (instance.elements !== undefined) instance.elements = without(instance.elements, node.path);
      }
      if (verdict.result !== undefined) remember(instance, node, verdict.result);
      if (node.once !== undefined)
        markUsed(work, subjectAt(instance, contextOf(work, instance, node)), node.once, `${trigger.code}/${node.path}`);
      return node.next;
    case 'enter':
      enterBody(instance, node, verdict);
      return node.bodies[verdict.body] ?? node.next;
    case 'wait':
      suspend(work, trigger, instance, {
        for: 'moment',
        due: verdict.until,
        ...(verdict.intent !== undefined && { intent: verdict.intent }),
      });
      return undefined;
    case 'listen':
      suspend(work, trigger, instance, {
        for: 'event',
        ...(verdict.timeout !== undefined && { due: verdict.timeout }),
      });
      return undefined;
    case 'stop': {
      const goesOnAt = verdict.fails === true ? afterFailure(trigger, instance, node) : undefined;
      if (goesOnAt !== undefined) return goesOnAt;
      if (verdict.fails !== true) leaveFor(work, trigger, instance, '');
      finish(work, trigger, instance, 'stopped', verdict.reason);
      return undefined;
    }
    default:
      return position;
  }
}

type Entering = Pick<Extract<FlowDecision, { do: 'enter' }>, 'round' | 'elements' | 'params' | 'result'>;

/** Keeps in which round of a step it is, of what, and with which parameters. */
export function enterBody(
  instance: Running,
  node: Node,
  { round, elements, params, result }: { readonly [K in keyof Entering]: Entering[K] | undefined },
): void {
  const { path } = node;
  if (round !== undefined) instance.rounds = { ...instance.rounds, [path]: round };
  if (elements !== undefined) instance.elements = { ...instance.elements, [path]: keptElements(node, elements) };
  if (params !== undefined) instance.params = { ...instance.params, [path]: params };
  if (result !== undefined) remember(instance, node, result);
}

/**
 * An action: hands its effect to the host and waits for the result, or goes on when there is nothing to wait for. `held`: what it waited for,
 * this is its turn.
 */
export function perform(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  context: ActionContext,
  held?: Admission,
): number | undefined {
  const acted = act(work, trigger, instance, node, node.action!, context, held);
  switch (acted.kind) {
    case 'exited':
      finish(work, trigger, instance, 'exited', acted.exit.reason, acted.exit.because);
      return undefined;
    case 'deferred':
    case 'queued': {
      const { effect, until: due } = acted;
      const isForAll = acted.kind === 'queued' && acted.among === 'all';
      // Who is held back again keeps the place that it had.
      const place = held === undefined ? nextPlace(work, isForAll ? {} : instance) : (held.place ?? 0);
      const spread = acted.kind === 'deferred' && acted.spread;
      suspend(work, trigger, instance, { for: 'admission', due, effect, place, ...(spread && { spread }) });
      return undefined;
    }
    case 'handed-over': {
      const { effect } = acted;
      const once = node.once && take(work, subjectAt(instance, context), node.once, `${trigger.code}/${node.path}`);
      suspend(work, trigger, instance, { for: 'result', effect, ...(once !== undefined && { once }) });
      return undefined;
    }
    case 'passed':
      remember(instance, node, acted.result);
      return node.next;
    case 'failed': {
      remember(instance, node, acted.result);
      const goesOnAt = afterFailure(trigger, instance, node);
      if (goesOnAt === undefined) finish(work, trigger, instance, 'failed', acted.reason);
      return goesOnAt;
    }
  }
}

/** In the queue of a customer or of the order of somebody unknown, else in that of all. */
function nextPlace({ state }: Work, { customer, order }: Pick<Instance, 'customer' | 'order'>): number {
  const whose = customer !== undefined ? `:customer/${customer}` : order !== undefined ? `:order/${order}` : '';
  const place = Number(state.memo(`queue${whose}`) ?? 0) + 1;
  state.setMemo(`queue${whose}`, String(place));
  return place;
}

/** Orders and customers are read as they are in each round; of them the list keeps who they are. */
function keptElements(node: Node, elements: readonly ListElement[]): readonly ListElement[] {
  const binds = node.trail.at(-1)?.binds;
  if (binds !== 'order' && binds !== 'customer') return elements;
  return elements.map(({ key, value }) => ({ key, value: isObject(value) ? { id: value['id'] } : value }));
}

function without<V>(members: Readonly<Record<string, V>>, path: string): Readonly<Record<string, V>> {
  const { [path]: _gone, ...rest } = members;
  return rest;
}
