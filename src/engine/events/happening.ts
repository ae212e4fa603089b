import type { Change, Event } from '../../model/event.js';
import type { About } from '../state.js';

/** An event, what it changed in the world, and whom it is about. */
export interface Happening {
  readonly event: Event;
  readonly changes: readonly Change[];
  readonly about: About;
}

/** The event as conditions see it: with the changes that it made, under the names of the world. */
export function told(event: Event, changes: readonly Change[]): Event {
  return changes.length === 0 ? event : { ...event, data: { ...event.data, changes } };
}
