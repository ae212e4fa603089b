import type { Entity } from '../language/scope.js';
import { instant, type Instant } from '../model/instant.js';
import type { StepContext, Verdict } from '../vocabulary/meaning.js';
import { act } from './act.js';
import { end, type CompiledTrigger, type Node, type Once } from './program.js';
import { scopeOf, zoneOf } from './scope.js';
import { addSpan } from '../model/span.js';
import { finish, noteOn, suspend, type Running, type Work } from './work.js';

/** How often steps may follow each other without a pause; more is a loop that no `max` bounds. */
const maxStepsAtOnce = 10_000;

/** Runs an instance from a node until it waits or ends, and saves it. */
export function runFrom(work: Work, trigger: CompiledTrigger, instance: Running, start: number): void {
  let position = start;
  for (let count = 0; position !== end; count++) {
    if (count > maxStepsAtOnce) return finish(work, trigger, instance, 'failed', 'endless-loop');
    const node = trigger.nodes[position]!;
    const returning = instance.step === node.path && node.flow?.loops === true;
    instance.step = node.path;
    if (!returning) instance.stepEnteredAt = work.now;
    const next = arrive(work, trigger, instance, node, position, returning);
    if (next === undefined) return;
    position = next;
  }
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
    if (node.if !== undefined && node.if.evaluate(context.scope) !== true) return node.next;
    if (node.once !== undefined && isUsed(work, instance, node.once, `${trigger.code}/${node.path}`)) {
      noteOn(work, trigger, instance, 'skipped', 'once');
      return node.next;
    }
  }
  if (node.flow !== undefined) {
    const round = instance.rounds[node.id] ?? 0;
    return obey(work, trigger, instance, node, node.flow.run({ ...context, round }), position);
  }
  return node.action === undefined ? node.next : perform(work, trigger, instance, node);
}

/** Carries out what a flow step decided. */
export function obey(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  verdict: Verdict,
  position: number,
): number | undefined {
  switch (verdict.do) {
    case 'next':
      if (node.flow?.loops === true) instance.rounds = without(instance.rounds, node.id);
      if (verdict.result !== undefined) remember(instance, node, verdict.result);
      if (node.once !== undefined) markUsed(work, instance, node.once, `${trigger.code}/${node.path}`);
      return node.next;
    case 'enter':
      if (verdict.round !== undefined) instance.rounds = { ...instance.rounds, [node.id]: verdict.round };
      if (verdict.result !== undefined) remember(instance, node, verdict.result);
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
    case 'stop':
      finish(work, trigger, instance, 'stopped', verdict.reason);
      return undefined;
    default:
      return position;
  }
}

/** An action: hands its effect to the host and waits for the result, or goes on when there is nothing to wait for. */
export function perform(work: Work, trigger: CompiledTrigger, instance: Running, node: Node): number | undefined {
  const acted = act(work, trigger, instance, node, node.action!, contextOf(work, instance, node));
  switch (acted.kind) {
    case 'exited':
      finish(work, trigger, instance, 'exited', acted.reason);
      return undefined;
    case 'deferred':
      suspend(work, trigger, instance, { for: 'admission', due: acted.until, effect: acted.effect });
      return undefined;
    case 'handed-over':
      suspend(work, trigger, instance, { for: 'result', effect: acted.effect });
      return undefined;
    case 'passed':
      remember(instance, node, acted.result);
      return node.next;
  }
}

export function remember(instance: Running, node: Node, result: Readonly<Record<string, unknown>>): void {
  instance.steps = { ...instance.steps, [node.id]: result };
}

export function contextOf(work: Work, instance: Running, node: Node): StepContext {
  const scope = scopeOf(instance, work.ambient);
  let missing: string | undefined;
  const missed = (name: string): void => {
    missing ??= name;
  };
  return {
    spec: node.spec,
    now: work.now,
    scope,
    stepEnteredAt: instance.stepEnteredAt,
    enteredAt: instance.enteredAt,
    path: node.path,
    zone: zoneOf(scope['customer'] as Entity | undefined, work.program.zone),
    ambient: work.ambient,
    evaluate: (path) => node.evaluators.at([...node.specPath, ...path])(scope, missed),
    missing: () => missing,
    ...(instance.customer !== undefined && { customer: instance.customer }),
    ...(instance.order !== undefined && { order: instance.order }),
  };
}

/** Whether a `once` is used up for this subject. */
export function isUsed(work: Work, subject: Subject, once: Once, name: string): boolean {
  const last = work.state.used(markOf(subject, once, name));
  if (last === undefined) return false;
  return once.every === undefined || againAt(work, last, once.every) > work.now;
}

export function markUsed(work: Work, subject: Subject, once: Once, name: string): void {
  work.state.use(markOf(subject, once, name), work.now);
}

type Subject = Pick<Running, 'key' | 'order' | 'customer'>;

function markOf({ key, order, customer }: Subject, { per }: Once, name: string): string {
  const whom = per === 'order' ? (order ?? key) : per === 'customer' ? (customer ?? key) : key;
  return `${name}|${per}|${whom}`;
}

function againAt({ program }: Work, last: Instant, every: NonNullable<Once['every']>): Instant {
  return addSpan(last, { for: every }, { zone: program.zone, calendars: program.facts.calendars }) ?? instant(Infinity);
}

function without(rounds: Readonly<Record<string, number>>, id: string): Readonly<Record<string, number>> {
  const { [id]: _gone, ...rest } = rounds;
  return rest;
}
