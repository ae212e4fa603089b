import type { Instance } from '../../model/instance.js';
import { instant, type Instant } from '../../model/instant.js';
import { suspend } from '../instances/save.js';
import { askedAgainAt } from '../messages/askedAgain.js';
import type { CompiledTrigger } from '../program.js';
import { contextOf } from '../steps/context.js';
import { triggerOf, type Work } from '../work.js';

/** Its moment is counted anew; one that is over by now comes now. */
export function moveWait(work: Work, instance: Instance): void {
  const { wait } = instance;
  const trigger = triggerOf(work, instance);
  if (trigger === undefined || wait === undefined || !('due' in wait) || wait.due === undefined) return;
  const due = wait.for === 'admission' ? askedAgainAt(work, trigger, instance, wait) : dueNow(work, trigger, instance);
  if (due !== undefined && due !== wait.due)
    suspend(work, trigger, { ...instance }, { ...wait, due: instant(Math.max(due, work.now)) });
}

function dueNow(work: Work, trigger: CompiledTrigger, instance: Instance): Instant | undefined {
  const node = trigger.nodes[trigger.nodeOfPath.get(instance.step) ?? -1];
  if (node?.flow === undefined) return undefined;
  const verdict = node.flow.run(contextOf(work, { ...instance }, node));
  switch (verdict.do) {
    case 'wait':
      return verdict.until;
    case 'listen':
      return verdict.timeout;
    case 'enter':
      return work.now;
    default:
      // A loop that would end has its moment still to come.
      return node.flow.loops === true ? undefined : work.now;
  }
}
