import type { Instant } from '../../model/instant.js';
import type { DemoCustomer } from '../customers.js';
import type { Happening } from '../happening.js';
import { mobile } from './mobile.js';
import type { Telling } from './telling.js';

const firstCopy = 1_000_000;

/** Somebody registers on the site: new, known by the number, or once more with a card of his own. */
export function registrationStory(customer: DemoCustomer, at: Instant, { dice, next }: Telling): readonly Happening[] {
  const { firstName, lastName } = customer;
  const known = customer.phones[0]?.number;
  const number = next();
  if (known !== undefined && dice.chance(0.15)) {
    const id = firstCopy + number;
    const copy = { id, firstName, lastName, phones: [{ number: known.replace('+7', '8') }] };
    return [{ at, type: 'customer.created', subject: `customer/${id}`, data: { customer: copy } }];
  }
  const phone = known !== undefined && dice.chance(0.4) ? known : mobile(number);
  const data = {
    phone,
    firstName,
    lastName,
    email: `registered-${number}@example.com`,
    ...(dice.chance(0.4) && { birthday: '1990-05-17' }),
    subscribed: dice.chance(0.6),
  };
  return [{ at, type: 'custom.registered', subject: `registration/${number}`, data }];
}
