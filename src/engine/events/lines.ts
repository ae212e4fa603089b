import type { Change, Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import type { Applied } from '../world.js';
import { keyOf } from '../world/merge.js';
import type { Happening } from './happening.js';

type Line = Readonly<Record<string, unknown>>;

/** Lines that joined an order, or left it, as events of their own: `item.added`, `item.removed`. */
export function lineEvents(event: Event, applied: Applied): readonly Happening[] {
  const { order, customer, changes } = applied;
  if (order === undefined || !changes.some(ofLines) || event.type.startsWith('item.')) return none;
  const { added, removed } = differenceOf(changes);
  if (added.length + removed.length === 0) return none;
  const told = (type: string, item: Line): Happening => ({
    event: {
      ...event,
      id: `${event.id}:${type}:${String(keyOf(item))}`,
      type,
      data: { item, order: { id: order }, ...(customer !== undefined && { customer: { id: customer } }) },
    },
    changes: [],
    about: applied,
  });
  return [...removed.map((line) => told('item.removed', line)), ...added.map((line) => told('item.added', line))];
}

function ofLines({ field }: Change): boolean {
  return field === 'order.items';
}

function differenceOf(changes: readonly Change[]): { added: readonly Line[]; removed: readonly Line[] } {
  const added: Line[] = [];
  const removed: Line[] = [];
  for (const { field, old, new: value } of changes) {
    if (field !== 'order.items') continue;
    const before = linesOf(old);
    const after = linesOf(value);
    added.push(...without(after, before));
    removed.push(...without(before, after));
  }
  return { added, removed };
}

/** A whole list, or the one line that the CRM's history tells of. */
function linesOf(value: unknown): readonly Line[] {
  return Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
}

function without(lines: readonly Line[], others: readonly Line[]): readonly Line[] {
  if (others.length === 0) return lines;
  const known = new Set(others.map((line) => String(keyOf(line))));
  return lines.filter((line) => keyOf(line) !== undefined && !known.has(String(keyOf(line))));
}

const none: readonly never[] = [];
