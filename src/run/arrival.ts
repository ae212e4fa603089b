import type { Event } from '../model/event.js';

/** An event and the cursor to keep once it, and all before it, are processed. */
export interface Arrival {
  readonly event: Event;
  readonly source: string;
  /** Its place in time among the sources: never before what its own source told earlier, even when clocks are put back. */
  readonly order: number;
  /** Set on the last event of a second: what was saved at once is taken at once, or not at all. */
  readonly cursor?: number;
}
