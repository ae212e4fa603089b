import { instant, type Instant } from '../../model/instant.js';
import { hour, minute } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import type { Happening } from '../happening.js';
import { workingMoment } from '../shopTime.js';
import { mobile } from './mobile.js';
import type { Telling } from './telling.js';

/** Somebody calls, known or not; a missed call is often returned, at night in the morning. */
export function callStory(customer: DemoCustomer, at: Instant, { dice, time, next }: Telling): readonly Happening[] {
  const known = dice.chance(0.7) && customer.phones.length > 0;
  const phone = known ? customer.phones[0]!.number : mobile(next());
  const who = known ? { customer: { id: customer.id } } : {};
  const call = (moment: Instant, type: string, way: 'in' | 'out', result: string): Happening => ({
    at: moment,
    type,
    subject: known ? `customer/${customer.id}` : `phone/${phone}`,
    data: { call: { id: next(), type: way, phone, result }, ...who },
  });
  const open = workingMoment(time, at) === at;
  if (open && dice.chance(0.8)) return [call(at, 'call.incoming', 'in', 'answered')];
  const missed = call(at, 'call.missed', 'in', 'no answer');
  if (dice.chance(0.3)) return [missed];
  const back = instant(workingMoment(time, at) + dice.between(3, 90) * minute);
  return [missed, call(instant(Math.max(back, at + hour / 12)), 'call.outgoing', 'out', 'answered')];
}
