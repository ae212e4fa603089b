import { instant, type Instant } from '../../model/instant.js';
import { minute } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import type { Happening } from '../happening.js';
import { workingMoment } from '../shopTime.js';
import type { Telling } from './telling.js';

/** A customer writes in a chat; most are answered, in working time. */
export function dialogStory(customer: DemoCustomer, at: Instant, { dice, time, next }: Telling): readonly Happening[] {
  const dialog = { id: next(), channel: dice.pick(['whatsapp', 'telegram']) };
  const message = (moment: Instant, from: string, text: string): Happening => ({
    at: moment,
    type: 'dialog.message',
    subject: `customer/${customer.id}`,
    data: { dialog, message: { id: next(), from, text }, customer: { id: customer.id } },
  });
  const asked = message(at, 'customer', dice.pick(['Где мой заказ?', 'Есть в наличии?', 'Здравствуйте']));
  if (dice.chance(0.15)) return [asked];
  const answered = instant(workingMoment(time, at) + dice.between(1, 40) * minute);
  return [asked, message(answered, 'user', 'Здравствуйте, сейчас посмотрим')];
}
