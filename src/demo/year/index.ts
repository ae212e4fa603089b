import { instant, type Instant } from '../../model/instant.js';
import { day } from '../../model/zone.js';
import { makeCustomers, type DemoCustomer } from '../customers.js';
import { linesOf, type Happening } from '../happening.js';
import { dice, type Dice } from '../random.js';
import { daysBetween, shopTime, visitsOf } from '../shopTime.js';
import { callStory } from './calls.js';
import { dialogStory } from './dialogs.js';
import { formStory } from './forms.js';
import { householdStory } from './household.js';
import { newsletterStory } from './newsletters.js';
import { orderLife } from './orders.js';
import { priceStory } from './prices.js';
import { registrationStory } from './registrations.js';
import type { Telling } from './telling.js';
import { receiptStory } from './till.js';
import { visitStory } from './visits.js';

export interface YearStory {
  readonly seed: number;
  readonly zone: string;
  readonly from: Instant;
  readonly days: number;
  readonly customers: number;
  readonly ordersPerDay: number;
}

interface Frequent {
  /** How often it happens for one order of `orderLife` that is placed. */
  readonly perOrder: number;
  /** How it goes on. */
  readonly tell: (customer: DemoCustomer, at: Instant, telling: Telling) => readonly Happening[];
}

const ofTheSite: readonly Frequent[] = [
  { perOrder: 1, tell: orderLife },
  { perOrder: 2, tell: visitStory },
  { perOrder: 0.35, tell: callStory },
  { perOrder: 0.25, tell: dialogStory },
  { perOrder: 0.1, tell: formStory },
  { perOrder: 0.05, tell: priceStory },
];

/** What other systems and careful people tell. */
const ofOthers: readonly Frequent[] = [
  { perOrder: 0.25, tell: householdStory },
  { perOrder: 0.15, tell: receiptStory },
  { perOrder: 0.1, tell: registrationStory },
  { perOrder: 0.3, tell: newsletterStory },
];

/**
 * The log of everything that a shop can see: orders with all that may become of them, calls answered and missed, visits
 * that end in a cart, a search or nothing, chats, forms, subscriptions, prices that fall, receipts of the till, registrations,
 * letters that are opened. One CloudEvent a line, in the order of time; the same seed tells the same year.
 */
export function generateYear(story: YearStory): readonly string[] {
  const luck = dice(story.seed);
  const time = shopTime(story.zone);
  let last = 0;
  const telling: Telling = { dice: luck, time, next: () => ++last };
  const customers = makeCustomers(story.customers, luck).map((customer) => withDates(customer, luck));
  const end = instant(story.from + story.days * day);
  const days = daysBetween(story.from, end);
  const told = (stories: readonly Frequent[], by: Telling): readonly Happening[] =>
    days.flatMap((date) =>
      stories.flatMap(({ perOrder, tell }) =>
        visitsOf(date, story.ordersPerDay * perOrder, by.dice, time).flatMap((at) =>
          tell(someone(customers, by.dice), at, by),
        ),
      ),
    );
  // With luck of their own: the shop's own year is the same without them.
  const happenings = [...told(ofTheSite, telling), ...told(ofOthers, { ...telling, dice: dice(story.seed + 1) })];
  return linesOf(happenings.filter(({ at }) => at >= story.from && at < end));
}

/** A third of all that happens comes from an eighth of the customers. */
function someone(customers: readonly DemoCustomer[], luck: Dice): DemoCustomer {
  const regulars = Math.max(1, Math.floor(customers.length / 8));
  return luck.chance(0.35) ? customers[luck.between(0, regulars - 1)]! : luck.pick(customers);
}

function withDates(customer: DemoCustomer, luck: Dice): DemoCustomer & { readonly birthday?: string } {
  if (!luck.chance(0.4)) return customer;
  const [year, month, dayOfMonth] = [luck.between(1955, 2005), luck.between(1, 12), luck.between(1, 28)];
  const two = (value: number): string => String(value).padStart(2, '0');
  return { ...customer, birthday: `${year}-${two(month)}-${two(dayOfMonth)}` };
}
