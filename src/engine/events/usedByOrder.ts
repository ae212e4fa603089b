import { remember, resultOf } from '../steps/remember.js';
import { triggerOf, type Running, type Work } from '../work.js';
import type { Applied } from '../world.js';

/** An order may use what a step gave its customer, a coupon: from then on the result of that step says so, to whichever run gave it. */
export function markUsedByOrder(work: Work, { order: id, customer, changes, isNew }: Applied): void {
  if (!work.program.givesForUse || id === undefined || customer === undefined) return;
  if (changes.length === 0 && !isNew.order) return;
  const { state } = work;
  const order = state.world.order(id);
  if (order === undefined) return;
  for (const waiting of state.concerning({ customer })) {
    const instance: Running = { ...waiting };
    for (const node of triggerOf(work, waiting)?.nodes ?? []) {
      const result = node.action?.usedBy === undefined ? undefined : resultOf(instance, node);
      if (result?.['used'] === false && node.action!.usedBy!(result, order))
        remember(instance, node, { ...result, used: true });
    }
    if (instance.steps !== waiting.steps) state.save(instance);
  }
}
