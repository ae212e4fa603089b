import { instant } from '../../model/instant.js';
import type { Instant } from '../../model/instant.js';
import { momentOf } from '../moment.js';
import type { Ambient } from '../scope.js';
import { modifyDate } from './dates.js';
import { isMoment } from './value.js';

/**
 * A moment as texts write it: one of the data, seconds since 1970, a date, or words counted from now (`now`,
 * `+1 day`). There is no clock but the ambient's.
 */
export function momentIn(value: unknown, { now, zone }: Ambient): Instant | undefined {
  if (isMoment(value)) return value.at;
  if (typeof value === 'number') return Number.isFinite(value) ? instant(value * 1000) : undefined;
  if (typeof value !== 'string') return undefined;
  return momentOf(value, zone) ?? modifyDate(now, value, zone);
}
