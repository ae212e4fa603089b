import { instant, parseInstant, type Instant } from '../model/instant.js';
import { addToLocal, fromLocal, parseLocal } from '../model/zone.js';

/**
 * A limit of a period as people write it: a day, a local time of the account, or ISO 8601 with an offset. A day as
 * the end of a period belongs to it whole. `undefined`: it is none of these.
 */
export function parseLimit(text: string, zone: string, limit: 'from' | 'to'): Instant | undefined {
  const local = parseLocal(text);
  if (local === undefined) return parseInstant(text);
  if (limit === 'from' || text.length > 'YYYY-MM-DD'.length) return fromLocal(zone, local);
  return instant(fromLocal(zone, addToLocal(local, 0, 1)) - 1);
}
