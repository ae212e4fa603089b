import type { Wait } from '../model/instance.js';
import type { CompiledTrigger, Node } from './program.js';
import { endOfShortened, spread } from './spread.js';
import { contextOf } from './step.js';
import { noteOn, type Running, type Work } from './work.js';

/**
 * What becomes of a wait whose instance follows to a new revision (docs/operations.md#change-what-runs): it ends at its anchor plus the new delay; when that is
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
