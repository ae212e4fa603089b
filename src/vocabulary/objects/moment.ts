import { instant, parseInstant } from '../../model/instant.js';
import type { Instant } from '../../model/instant.js';
import { fromLocal, parseLocal } from '../../model/zone.js';

/**
 * A moment as the CRM or a log writes it: `Y-m-d H:i:s` or a bare date (its midnight) in the account zone, ISO 8601
 * with an offset, or an instant already.
 */
export function momentOf(value: unknown, zone: string): Instant | undefined {
  if (typeof value === 'number') return instant(value);
  if (typeof value !== 'string') return undefined;
  const local = parseLocal(value);
  return local === undefined ? parseInstant(value) : fromLocal(zone, local);
}
