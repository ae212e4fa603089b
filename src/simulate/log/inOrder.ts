import type { Instant } from '../../model/instant.js';

/** So many events are held back to be put in order. */
const lookAhead = 10_000;

/** Small portions: what is read is used at once and need not be kept. */
const portion = 50;

/** What follows each other in a log; items are made when they are asked for. */
export interface Run<T> {
  readonly size: number;
  at(index: number): Instant;
  item(index: number): T;
  /** Every item was made. */
  readonly release?: () => void;
}

export function runOf<T extends { readonly at: Instant }>(items: readonly T[]): Run<T> {
  return { size: items.length, at: (index) => items[index]!.at, item: (index) => items[index]! };
}

/** A run of which some items may have passed already. */
interface Held<T> {
  readonly run: Run<T>;
  next: number;
}

/** Portions in the order of time, as far as the window reaches; what is of one moment stays as it came. */
export async function* inOrder<T extends { readonly at: Instant }>(
  runs: AsyncIterable<Run<T>>,
  window = lookAhead,
): AsyncGenerator<readonly T[]> {
  let held: Held<T>[] = [];
  for await (const run of runs) {
    held = add(held, run);
    for (let more = waiting(held) - window; more > 0; more -= portion) yield take(held, Math.min(more, portion));
  }
  for (let more = waiting(held); more > 0; more -= portion) yield take(held, Math.min(more, portion));
}

function add<T extends { readonly at: Instant }>(held: Held<T>[], run: Run<T>): Held<T>[] {
  if (run.size === 0) return held;
  held.push({ run, next: 0 });
  const before = held.at(-2);
  if (isSorted(run) && (before === undefined || before.run.at(before.run.size - 1) <= run.at(0))) return held;
  // The sort is stable, and fast on what is almost in order.
  const items = take(held, waiting(held)).sort((a, b) => a.at - b.at);
  return [{ run: runOf(items), next: 0 }];
}

function isSorted({ size, at }: Run<unknown>): boolean {
  for (let index = 1; index < size; index++) if (at(index) < at(index - 1)) return false;
  return true;
}

function waiting<T>(held: readonly Held<T>[]): number {
  return held.reduce((sum, { run, next }) => sum + run.size - next, 0);
}

function take<T>(held: Held<T>[], count: number): T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const first = held[0]!;
    taken.push(first.run.item(first.next++));
    if (first.next < first.run.size) continue;
    first.run.release?.();
    held.shift();
  }
  return taken;
}
