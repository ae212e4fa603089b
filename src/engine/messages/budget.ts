import type { Effect } from '../../model/effect.js';
import { addToLocal, startOfDay, toLocal } from '../../model/zone.js';
import { moveMemos } from '../moveMemos.js';
import type { Work } from '../work.js';

/** Sets money for a message aside; `false` when the channel's budget of the day, week or month has none left. */
export function reserveBudget({ program, state, wall }: Work, { id, channel = '' }: Effect): boolean {
  const { price, budget } = program.channels.get(channel) ?? {};
  if (price === undefined || budget === undefined) return true;
  const name = `spent:${channel}/${periodOf(budget.per, program.zone, wall)}`;
  const spent = Number(state.memo(name) ?? 0) + price;
  if (spent > budget.amount + 1e-9) return false;
  state.setMemo(name, String(round(spent)));
  state.setMemo(`reserved:${id}`, `${name} ${price}`);
  return true;
}

/** The message left, or it is known that it did not: then its money is free again. */
export function settleBudget({ state }: Work, effect: string, left: boolean): void {
  const reserved = state.memo(`reserved:${effect}`);
  if (reserved === undefined || reserved === '') return;
  state.setMemo(`reserved:${effect}`, undefined);
  const end = reserved.lastIndexOf(' ');
  const name = reserved.slice(0, end);
  if (!left) state.setMemo(name, String(round(Number(state.memo(name) ?? 0) - Number(reserved.slice(end + 1)))));
}

/** A channel that got another code has spent what it has, and what is set aside for its messages is given back to it. */
export function carrySpending(state: Work['state'], from: string, to: string): void {
  const [start, now] = [`spent:${from}/`, `spent:${to}/`];
  moveMemos(state, start, now);
  for (const [name, reserved] of state.memosUnder('reserved:'))
    if (reserved.startsWith(start)) state.setMemo(name, now + reserved.slice(start.length));
}

/** First day of the period in the zone of the account. */
function periodOf(per: 'day' | 'week' | 'month', zone: string, now: Work['wall']): string {
  const today = startOfDay(toLocal(zone, now));
  if (per === 'day') return `day/${new Date(today).toISOString().slice(0, 10)}`;
  if (per === 'month') return `month/${new Date(today).toISOString().slice(0, 7)}`;
  const monday = addToLocal(today, 0, -((new Date(today).getUTCDay() + 6) % 7));
  return `week/${new Date(monday).toISOString().slice(0, 10)}`;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
