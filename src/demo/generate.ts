import { formatInstant, instant, type Instant } from '../model/instant.js';
import { day, hour, minute } from '../model/zone.js';
import { makeCustomers, type DemoCustomer } from './customers.js';
import { linesOf, type Happening } from './happening.js';
import { orderStory } from './orders.js';
import { dice, type Dice } from './random.js';
import { daysBetween, shopTime, visitsOf } from './shopTime.js';

export interface Story {
  readonly seed: number;
  readonly zone: string;
  /** First moment of the month that is told in full; the year before it is told sparsely, for recency and frequency. */
  readonly from: Instant;
  readonly days: number;
  readonly customers: number;
  readonly ordersPerDay: number;
}

const yearBefore = 365;
const cartsPerOrder = 0.6;

/** A shop's log, one CloudEvent a line, in the order of time: night and day, weekends, call-backs, returns, carts, reviews. */
export function generateLog(story: Story): readonly string[] {
  const luck = dice(story.seed);
  const time = shopTime(story.zone);
  const customers = makeCustomers(story.customers, luck);
  const begin = instant(story.from - yearBefore * day);
  const end = instant(story.from + story.days * day);
  const happenings: Happening[] = [];
  let nextOrder = 1;
  for (const date of daysBetween(begin, end)) {
    const perDay = date < story.from ? story.ordersPerDay / 6 : story.ordersPerDay;
    for (const at of visitsOf(date, perDay, luck, time))
      happenings.push(...orderStory(nextOrder++, visitor(customers, luck), at, luck, time));
    if (date >= story.from)
      for (const at of visitsOf(date, perDay * cartsPerOrder, luck, time))
        happenings.push(...cartStory(visitor(customers, luck), at, luck));
  }
  return linesOf(happenings.filter(({ at }) => at < end));
}

/** Some buy often, most once: the newest regulars are drawn again and again. */
function visitor(customers: readonly DemoCustomer[], luck: Dice): DemoCustomer {
  const regulars = Math.floor(customers.length / 8);
  return luck.chance(0.35) ? customers[luck.between(0, regulars - 1)]! : luck.pick(customers);
}

function cartStory(customer: DemoCustomer, at: Instant, luck: Dice): readonly Happening[] {
  const lines = luck.between(1, 3);
  return Array.from({ length: lines }, (_, index) => {
    const moment = instant(at + index * luck.between(1, 9) * minute);
    const items = Array.from({ length: index + 1 }, (_each, line) => ({ offer: { id: 101 + line }, quantity: 1 }));
    return {
      at: moment,
      type: 'cart.changed',
      subject: `customer/${customer.id}`,
      data: { cart: { items, updatedAt: formatInstant(moment) }, customer },
    };
  }).filter(({ at: moment }) => moment < at + hour);
}
