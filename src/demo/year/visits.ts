import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { minute } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import { goods } from '../goods.js';
import type { Happening } from '../happening.js';
import type { Telling } from './telling.js';

const searches = ['чай улун', 'чайник стеклянный', 'подарок маме', 'кружка'];

/** A visit of a known customer: products and categories, sometimes a search, sometimes a cart that is left. */
export function visitStory(customer: DemoCustomer, at: Instant, { dice, next }: Telling): readonly Happening[] {
  const who = { customer: { id: customer.id } };
  const id = next();
  const startedAt = formatInstant(at);
  const told: Happening[] = [];
  let moment = at;
  const tell = (type: string, data: Readonly<Record<string, unknown>>): void => {
    told.push({ at: moment, type, subject: `customer/${customer.id}`, data: { ...data, ...who } });
    moment = instant(moment + dice.between(1, 4) * minute);
  };
  tell('visit.started', { visit: { id, startedAt, landing: '/' } });
  if (dice.chance(0.25)) {
    const query = dice.pick(searches);
    tell('page.viewed', { page: { kind: 'search', url: `/search?q=${encodeURIComponent(query)}`, query } });
  }
  if (dice.chance(0.5)) tell('page.viewed', { page: { kind: 'category', url: '/tea', category: 'tea' } });
  const seen = Array.from({ length: dice.between(0, 3) }, () => dice.pick(goods));
  for (const offer of seen)
    tell('page.viewed', { page: { kind: 'product', url: `/${offer.article.toLowerCase()}`, offer: offerOf(offer) } });
  if (seen.length > 0 && dice.chance(0.3)) {
    const items = seen.map((offer) => ({ offer: offerOf(offer), quantity: 1, price: offer.price }));
    tell('cart.changed', {
      cart: { link: `https://shop.example/cart/${customer.id}`, items, updatedAt: formatInstant(moment) },
    });
  }
  tell('visit.ended', { visit: { id, startedAt, endedAt: formatInstant(moment), pages: told.length } });
  return told;
}

function offerOf({ id, article, name, price }: (typeof goods)[number]) {
  return { id, article, displayName: name, price };
}
