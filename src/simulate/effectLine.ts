import type { WorldView } from '../language/scope.js';
import type { Effect } from '../model/effect.js';
import { formatInstant } from '../model/instant.js';

/** One line of `run --dry-run --effects` (docs/cli.md#run-on-a-log). Ids are as the log has them; what there is not is null. */
export function effectLine(effect: Effect, world: WorldView): string {
  const { order, customer } = effect;
  return JSON.stringify({
    id: effect.id,
    at: formatInstant(effect.at),
    trigger: effect.trigger,
    step: effect.step,
    type: effect.type,
    key: effect.key,
    customer: customer === undefined ? null : (world.customer(customer)?.['id'] ?? customer),
    order: order === undefined ? null : (world.order(order)?.['id'] ?? order),
    channel: effect.channel ?? null,
    template: effect.template ?? null,
    data: effect.data,
    outcome: effect.outcome,
    reason: effect.reason ?? null,
    causedBy: effect.causedBy,
  });
}
