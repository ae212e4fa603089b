import type { Instant } from '../../model/instant.js';

/** So many events are held back to be put in order (engine.md §11). */
export const lookAhead = 10_000;

/** Batches in the order of time, as far as the window reaches; what is of one moment stays as it came. */
export async function* inOrder<T extends { readonly at: Instant }>(
  batches: AsyncIterable<readonly T[]>,
  window = lookAhead,
): AsyncGenerator<readonly T[]> {
  let held: T[] = [];
  for await (const batch of batches) {
    held = add(held, batch);
    if (held.length > window) yield held.splice(0, held.length - window);
  }
  if (held.length > 0) yield held;
}

function add<T extends { readonly at: Instant }>(held: T[], batch: readonly T[]): T[] {
  let last = held.length > 0 ? held.at(-1)!.at : -Infinity;
  let sorted = true;
  for (const item of batch) {
    if (item.at < last) sorted = false;
    else last = item.at;
    held.push(item);
  }
  // The sort is stable, and fast on what is almost in order.
  return sorted ? held : held.sort((a, b) => a.at - b.at);
}
