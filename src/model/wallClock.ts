import { parseInstant } from './instant.js';
import { formatLocal, toLocal } from './zone.js';

/** How people read moments: on the wall of the account. */
export interface WallClock {
  readonly zone: string;
  /** `2026-03-02T06:00:00.123Z` → `2026-03-02 09:00:00`; what is no moment stays as it is. */
  readonly show: (at: string) => string;
}

export function wallClock(zone: string): WallClock {
  return {
    zone,
    show(at) {
      const moment = parseInstant(at);
      return moment === undefined ? at : formatLocal(toLocal(zone, moment));
    },
  };
}
