import type { ChannelRole } from '../vocabulary/roles/index.js';
import { sorted, type Counts, type TriggerResult } from './tally.js';

/** What the messages cost by the `price` of their channels, in the currency of the project. Channels without a price cost nothing. */
export interface Costs {
  readonly currency: string;
  readonly total: number;
  /** By code of the channel and by address of the trigger, those that cost something. */
  readonly channels: Counts;
  readonly triggers: Counts;
}

export function costsOf(
  triggers: readonly TriggerResult[],
  channels: ReadonlyMap<string, Pick<ChannelRole, 'price'>>,
  currency: string,
): Costs {
  const byChannel: Record<string, number> = {};
  const byTrigger: Record<string, number> = {};
  for (const { address, messages } of triggers)
    for (const [channel, count] of Object.entries(messages)) {
      const cost = count * (channels.get(channel)?.price ?? 0);
      if (cost === 0) continue;
      byChannel[channel] = (byChannel[channel] ?? 0) + cost;
      byTrigger[address] = (byTrigger[address] ?? 0) + cost;
    }
  return {
    currency,
    total: money(Object.values(byChannel).reduce((sum, cost) => sum + cost, 0)),
    channels: inMoney(byChannel),
    triggers: inMoney(byTrigger),
  };
}

function inMoney(costs: Counts): Counts {
  return sorted(Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, money(cost)])));
}

/** To the hundredth. */
function money(cost: number): number {
  return Math.round(cost * 100) / 100;
}
