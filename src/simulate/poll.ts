import { instant, type Instant } from '../model/instant.js';

/** The first look at the CRM at or after a moment, for a runner that looks every so many milliseconds; `undefined`: it knows at once. */
export function pollAt(at: Instant, every: number | undefined): Instant {
  return every === undefined ? at : instant(Math.ceil(at / every) * every);
}
