import type { Change, Event } from '../../model/event.js';
import type { About } from '../state.js';

/** An event, what it changed in the world, and whom it is about. */
export interface Happening {
  readonly event: Event;
  readonly changes: readonly Change[];
  readonly about: About;
}
