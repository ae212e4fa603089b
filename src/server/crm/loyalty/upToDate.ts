import type { Call } from '../api/parameters.js';
import { transact } from '../store/actor.js';
import { burnExpired, expired } from './bonuses.js';

/** The same call over accounts whose ended bonuses have burned: nobody has to be awake at midnight. */
export function upToDate(call: Call): Call {
  if (expired(call.store).length > 0) transact(call.store, { source: 'code' }, burnExpired);
  return call;
}
