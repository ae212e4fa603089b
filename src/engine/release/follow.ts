import type { Instance, Wait } from '../../model/instance.js';
import { endOfShortened, spread } from '../messages/spread.js';
import type { CompiledTrigger, Node } from '../program.js';
import { contextOf } from '../steps/context.js';
import { resultOf } from '../steps/remember.js';
import { enterBody } from '../steps/step.js';
import { noteOn, type Running, type Work } from '../work.js';
import { nodeAt, stepIn } from './stepIn.js';

/** An instance that has moved to the present revision of its trigger. */
export interface Moved {
  readonly trigger: CompiledTrigger;
  readonly instance: Instance;
}

/**
 * Moves an instance that wakes up to the present revision, where that says `follow` (docs/operations.md#change-what-runs); `undefined`: it
 * stays on its own.
 */
export function follow(work: Work, own: CompiledTrigger, waiting: Instance): Moved | undefined {
  const trigger = work.program.triggers.get(waiting.trigger);
  if (trigger === undefined || trigger === own || trigger.inFlight !== 'follow') return undefined;
  const path = stepIn(trigger, waiting.step, own);
  if (path === undefined) return undefined;
  // What is under way is known by the path of its step.
  const isUnderWay = waiting.wait?.for === 'result' || waiting.wait?.for === 'admission';
  if (isUnderWay && path !== waiting.step) return undefined;
  const instance = standAt(work, trigger, own, waiting, path);
  return instance && { trigger, instance };
}

/** The instance at a step of another revision, inside all that is around it there; `undefined`: that lets nobody in now. */
function standAt(
  work: Work,
  trigger: CompiledTrigger,
  own: CompiledTrigger,
  waiting: Instance,
  path: string,
): Instance | undefined {
  const { rounds, elements, params, stepEnteredAt } = waiting;
  const instance: Running = {
    ...waiting,
    revision: trigger.revision,
    step: path,
    rounds: {},
    elements: undefined,
    params: undefined,
  };
  const goOnIn = (node: Node, before: Node): void =>
    enterBody(instance, node, {
      round: rounds[before.path],
      elements: elements?.[before.path],
      params: params?.[before.path],
      result: resultOf(instance, before),
    });
  const left = around(own, nodeAt(own, waiting.step));
  for (const node of around(trigger, nodeAt(trigger, path))) {
    const before =
      left.find(({ path: at, flow }) => at === node.path && flow === node.flow) ??
      left.find(({ flow }) => flow === node.flow);
    if (before === undefined) {
      const verdict = node.flow!.run({ ...contextOf(work, instance, node), now: stepEnteredAt });
      if (verdict.do !== 'enter') return undefined;
      enterBody(instance, node, verdict);
      continue;
    }
    left.splice(left.indexOf(before), 1);
    goOnIn(node, before);
  }
  const [stood, stands] = [nodeAt(own, waiting.step), nodeAt(trigger, path)];
  // Between two rounds a run waits at the loop itself.
  if (stood?.flow?.loops && stands?.flow === stood.flow) goOnIn(stands, stood);
  return instance;
}

/** The steps around one that remember where in them a run is, the outermost first. */
function around(trigger: CompiledTrigger, node: Node | undefined): Node[] {
  const parts = node?.trail.slice(0, -1) ?? [];
  return parts.filter(({ loop, calls }) => loop || calls).flatMap(({ path }) => nodeAt(trigger, path) ?? []);
}

/**
 * What becomes of a wait whose instance follows to a new revision: it ends at its anchor plus the new delay; when that is
 * over already, a while after now that differs from instance to instance. `undefined`: it waits for something else, or is over.
 */
export function waitOnNewRevision(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
): Wait | undefined {
  const { wait, id, stepEnteredAt } = instance;
  if (node.flow === undefined || (wait?.for !== 'moment' && wait?.for !== 'event')) return undefined;
  // Asked from where it began, it says when it ends, though that may be over.
  const verdict = node.flow.run({ ...contextOf(work, instance, node), now: stepEnteredAt });
  if (verdict.do === 'listen' && verdict.timeout === undefined) return { for: 'event' };
  const due = verdict.do === 'wait' ? verdict.until : verdict.do === 'listen' ? verdict.timeout : undefined;
  if (due === undefined) return undefined;
  const waitsFor = verdict.do === 'wait' ? 'moment' : 'event';
  if (due >= work.now) return { for: waitsFor, due };
  noteOn(work, trigger, instance, 'deferred', spread);
  const end = endOfShortened(work, trigger, id, due);
  return waitsFor === 'moment' ? { for: waitsFor, due: end, intent: spread } : { for: waitsFor, due: end };
}
