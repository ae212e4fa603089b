import type { Scope } from '../../language/scope.js';
import type { Instant } from '../../model/instant.js';
import { keyOf, partText } from '../entry/key.js';
import type { CompiledTrigger, Once } from '../program.js';
import { markOf } from '../steps/once.js';
import type { Work } from '../work.js';

/** What a customer who was merged has used up is used up for the survivor, also under a key that names the customer. */
export function mergeUsed(work: Work, gone: string, survivor: string): void {
  for (const trigger of work.program.triggers.values()) {
    const { code, once, nodes } = trigger;
    const limits = [{ once, name: code }, ...nodes.map((node) => ({ once: node.once, name: `${code}/${node.path}` }))];
    for (const { once: limit, name } of limits) {
      if (limit === undefined || limit.per === 'order') continue;
      const markFor = (customer: string): string =>
        markOf({ key: limit.per === 'key' ? keyOfCustomer(work, trigger, customer) : '', customer }, limit, name);
      carry(work, work.state.used(markFor(gone)), markFor(survivor));
      if (limit.per === 'key') mergeMixed(work, trigger, limit, name, { gone, survivor });
    }
  }
}

interface Merge {
  readonly gone: string;
  readonly survivor: string;
}

/** Keys that are made of more than the customer, `[customer.id, order.number]`: what else is in them stays. */
function mergeMixed(work: Work, trigger: CompiledTrigger, once: Once, name: string, { gone, survivor }: Merge): void {
  const [before, after] = [gone, survivor].map((id) => partsOfCustomer(work, trigger, id)) as [Parts, Parts];
  const isHis = before.map((text, index) => text !== undefined && ![undefined, text].includes(after[index]));
  if (!isHis.includes(true) || !isHis.includes(false)) return;
  const pattern = new RegExp(
    `^${before.map((text, index) => (isHis[index] ? literal(text!) : '(.*)')).join('\\|')}$`,
    's',
  );
  const start = markOf({ key: '' }, once, name);
  const first = isHis[0] ? `${before[0]}|` : '';
  for (const [mark, at] of work.state.usedUnder(start + first)) {
    const others = pattern.exec(mark.slice(start.length))?.slice(1);
    if (others === undefined) continue;
    const key = after.map((text, index) => (isHis[index] ? text! : others.shift()!)).join('|');
    carry(work, at, start + key);
  }
}

function carry({ state }: Work, at: Instant | undefined, mark: string): void {
  if (at !== undefined && at > (state.used(mark) ?? -1)) state.use(mark, at);
}

type Parts = readonly (string | undefined)[];

/** The parts of a key as far as they are about the customer. */
function partsOfCustomer(work: Work, trigger: CompiledTrigger, id: string): Parts {
  const scope = scopeOfCustomer(work, trigger, id);
  return trigger.key.map((part) => {
    const value = part.evaluate(scope);
    return value === undefined ? undefined : partText(value);
  });
}

/** The key of an instance about a customer of whom nothing else is known. */
function keyOfCustomer(work: Work, trigger: CompiledTrigger, id: string): string {
  return keyOf(trigger, scopeOfCustomer(work, trigger, id), { customer: id, id: '' });
}

function scopeOfCustomer({ state, now, ambient }: Work, { code }: CompiledTrigger, id: string): Scope {
  const customer = { id, ...state.world.record('customer', id)?.data };
  return { customer, order: { customer }, trigger: code, now, ambient };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
