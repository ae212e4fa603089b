import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { minute } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import type { Happening } from '../happening.js';
import type { Telling } from './telling.js';

/** A letter that the shop sent is opened, and some click in it. */
export function newsletterStory(customer: DemoCustomer, at: Instant, { dice, next }: Telling): readonly Happening[] {
  if (customer.email === undefined) return [];
  const message = {
    id: `letter-${next()}`,
    channel: 'email',
    template: dice.pick(['newsletter', 'abandoned-view']),
    to: customer.email,
  };
  const told = (moment: Instant, type: string, more: object): Happening => ({
    at: moment,
    type,
    subject: `customer/${customer.id}`,
    data: { message: { ...message, ...more }, customer: { id: customer.id } },
  });
  const opened = told(at, 'message.opened', { openedAt: formatInstant(at) });
  if (!dice.chance(0.3)) return [opened];
  const clickedAt = instant(at + dice.between(1, 5) * minute);
  return [opened, told(clickedAt, 'message.clicked', { url: 'https://shop.example/' })];
}
