import type { EffectResult } from '../../model/effect.js';
import type { Admission, Instance } from '../../model/instance.js';
import { settleBudget } from '../messages/budget.js';
import { spread } from '../messages/spread.js';
import type { CompiledTrigger, Node } from '../program.js';
import { follow, waitOnNewRevision } from '../release/follow.js';
import { nodeAt } from '../release/stepIn.js';
import { contextOf } from '../steps/context.js';
import { effectOf, followUp } from '../steps/effectOf.js';
import { afterFailure } from '../steps/failure.js';
import { isUsed, markUsed, subjectAt } from '../steps/once.js';
import { remember } from '../steps/remember.js';
import { obey, perform, runFrom } from '../steps/step.js';
import { noteOn, triggerOf, type Running, type Work } from '../work.js';
import { exitReason, matches, type Seen } from './exits.js';
import { reachGoal } from './goals.js';
import { having, keepHeard } from './heard.js';
import { finish, giveBack, suspend } from './save.js';

/** An event that concerns a waiting instance: its goal, its exits, what it waits for. */
export function wake(work: Work, waiting: Instance, seen: Seen): void {
  const own = triggerOf(work, waiting);
  if (own === undefined) return;
  const moved = follow(work, own, waiting);
  const trigger = moved?.trigger ?? own;
  const before = moved?.instance ?? waiting;
  const instance = keepHeard(work, trigger, reachGoal(work, trigger, before, seen), seen);
  if (instance !== waiting && moved === undefined) work.state.save(instance);
  const exit = exitReason(work, trigger, instance, seen);
  if (exit !== undefined) return finish(work, trigger, { ...instance }, 'exited', exit.reason, exit.because);
  const node = nodeAt(trigger, instance.step);
  if (instance.wait?.for === 'event') {
    if (node?.patterns.some((pattern) => matches(work, instance, pattern, seen, node)) === true)
      return resume(work, having(instance, node, seen), { by: 'event', event: seen.variable });
  }
  if (moved !== undefined) {
    const wait = node && waitOnNewRevision(work, trigger, instance, node);
    suspend(work, trigger, instance, wait ?? instance.wait!);
  } else if (instance.wait?.for === 'moment' && node?.flow?.moves?.(node.spec) === true) {
    if (instance.wait.intent !== spread) lookAgain(work, trigger, instance, node, instance.wait.due);
  }
}

/** A wait is over: by time, or by the event that was waited for. */
export function resume(
  work: Work,
  waiting: Instance,
  woken: { readonly by: 'time' } | { readonly by: 'event'; readonly event: Seen['variable'] },
): void {
  const own = triggerOf(work, waiting);
  if (own === undefined) return;
  const moved = follow(work, own, waiting);
  const trigger = moved?.trigger ?? own;
  const { instance, position, node } = standing(trigger, moved?.instance ?? waiting);
  // Its timer has fired.
  if (woken.by === 'time') instance.wait = undefined;
  if (node === undefined) return finish(work, trigger, instance, 'failed', 'step-is-gone');
  const exit = exitReason(work, trigger, instance);
  if (exit !== undefined) return finish(work, trigger, instance, 'exited', exit.reason, exit.because);
  if (woken.by === 'time' && moved !== undefined) {
    const wait = waitOnNewRevision(work, trigger, { ...instance, wait: waiting.wait }, node);
    if (wait !== undefined && 'due' in wait && wait.due > work.now) return suspend(work, trigger, instance, wait);
  }
  const context = contextOf(work, instance, node);
  const next =
    waiting.wait?.for === 'admission'
      ? admitAgain(work, trigger, instance, node, waiting.wait)
      : // `migrate` led it to a step at which nobody waits: there it goes on.
        node.flow?.resume === undefined
        ? position
        : obey(work, trigger, instance, node, node.flow.resume(context, woken), position);
  if (next !== undefined) runFrom(work, trigger, instance, next);
}

/** An operator ends it, wherever it stands; what it handed over and what has not gone out yet stays behind without an instance. */
export function cancel(work: Work, id: string, reason: string): void {
  const waiting = work.state.instance(id);
  const trigger = waiting && triggerOf(work, waiting);
  if (waiting?.status === 'waiting' && trigger !== undefined) finish(work, trigger, { ...waiting }, 'exited', reason);
}

/** A message that was held back, or had to queue: it may be used up by now. */
function admitAgain(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  held: Admission,
): number | undefined {
  const context = contextOf(work, instance, node);
  if (node.once === undefined || !isUsed(work, subjectAt(instance, context), node.once, `${trigger.code}/${node.path}`))
    return perform(work, trigger, instance, node, context, held);
  noteOn(work, trigger, instance, 'skipped', 'once');
  return node.next;
}

/** What came of an effect: remembered as `steps.<id>`; a failure goes where `onError` says. */
export function takeResult(work: Work, id: string, effect: string, result: EffectResult): void {
  settleBudget(work, effect, result.outcome === 'done' || result.outcome === 'unknown');
  const waiting = work.state.instance(id);
  if (waiting?.status !== 'waiting' || waiting.wait?.for !== 'result' || waiting.wait.effect !== effect) return;
  const own = triggerOf(work, waiting);
  if (own === undefined) return;
  const moved = follow(work, own, waiting);
  const trigger = moved?.trigger ?? own;
  const { instance, node } = standing(trigger, moved?.instance ?? waiting);
  if (result.outcome !== 'done') giveBack(work, waiting.wait);
  instance.wait = undefined;
  if (node?.action === undefined) return finish(work, trigger, instance, 'failed', 'step-is-gone');
  const isFollowUp = waiting.wait.follows === true;
  if (!isFollowUp) remember(instance, node, valuesOf(result));
  if (result.outcome === 'failed') {
    const goesOnAt = afterFailure(trigger, instance, node);
    if (goesOnAt !== undefined) return runFrom(work, trigger, instance, goesOnAt);
    return finish(work, trigger, instance, 'failed', result.error ?? valuesOf(result).reason ?? 'effect-failed');
  }
  if (result.outcome === 'done' && !isFollowUp) {
    const context = contextOf(work, instance, node, result.values ?? {});
    if (node.once !== undefined)
      markUsed(work, subjectAt(instance, context), node.once, `${trigger.code}/${node.path}`);
    const { action } = node;
    const further =
      action.follow === undefined
        ? undefined
        : followUp(effectOf(work, trigger, instance, node, action, context), action, context);
    if (further !== undefined) {
      work.effects.push(further);
      return suspend(work, trigger, instance, { for: 'result', effect: further.id, follows: true });
    }
  }
  runFrom(work, trigger, instance, node.next);
}

function valuesOf({ outcome, values, error }: EffectResult): { ok: boolean; reason?: string } {
  return { ok: outcome === 'done', ...values, ...(outcome !== 'done' && { reason: error ?? outcome }) };
}

/** The data of a moment that is waited for may have moved. */
function lookAgain(work: Work, trigger: CompiledTrigger, waiting: Instance, node: Node, due: number): void {
  const { instance, position } = standing(trigger, waiting);
  const verdict = node.flow!.run(contextOf(work, instance, node));
  if (verdict.do === 'wait' && verdict.until === due) return;
  const next = obey(work, trigger, instance, node, verdict, position);
  if (next !== undefined) runFrom(work, trigger, instance, next);
}

/** The instance as it goes on, on the revision that goes on with it. */
function standing(
  trigger: CompiledTrigger,
  waiting: Instance,
): { instance: Running; position: number; node: Node | undefined } {
  const position = trigger.nodeOfPath.get(waiting.step) ?? -1;
  return { instance: { ...waiting, revision: trigger.revision }, position, node: trigger.nodes[position] };
}
