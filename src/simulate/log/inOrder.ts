import type { Event } from '../../model/event.js';

/** So many events are held back to be put in order (engine.md §11). */
export const lookAhead = 10_000;

/**
 * Batches of events in the order of time; those of one moment stay as they came. An event that comes later than the
 * window can hold is passed on at once and counted by `onLate`.
 */
export async function* inOrder(
  batches: AsyncIterable<readonly Event[]>,
  onLate: (event: Event) => void,
  window = lookAhead,
): AsyncGenerator<readonly Event[]> {
  let held: Event[] = [];
  let passed = -Infinity;
  for await (const batch of batches) {
    held = add(held, batch);
    if (held.length > window) yield pass(held.splice(0, held.length - window));
  }
  if (held.length > 0) yield pass(held);

  function pass(events: readonly Event[]): readonly Event[] {
    for (const event of events) {
      if (event.at < passed) onLate(event);
      else passed = event.at;
    }
    return events;
  }
}

function add(held: Event[], batch: readonly Event[]): Event[] {
  let last = held.length > 0 ? held.at(-1)!.at : -Infinity;
  let sorted = true;
  for (const event of batch) {
    if (event.at < last) sorted = false;
    else last = event.at;
    held.push(event);
  }
  // The sort is stable, and fast on what is almost in order.
  return sorted ? held : held.sort((a, b) => a.at - b.at);
}
