import type { Duration } from './duration.js';
import type { Instant } from './instant.js';

/** Working time of a Calendar resource, in its own zone. */
export interface Calendar {
  readonly code: string;
  readonly zone: string;
  isOpen(at: Instant): boolean;
  /** `at` itself when open, else the next opening; `undefined` when none within two years. */
  nextOpen(at: Instant): Instant | undefined;
  /**
   * Elapsed durations count working time only; a count that ends exactly at closing is due at closing. Calendar
   * durations count working days: same time of day, moved into working time (language.md §2).
   */
  add(at: Instant, duration: Duration): Instant | undefined;
  /** Working milliseconds between two moments; negative when `to` lies before `from`. */
  workingBetween(from: Instant, to: Instant): number;
}
