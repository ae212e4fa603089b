import { shapes } from '../../language/shape.js';
import { momentOf } from '../../language/moment.js';
import { formatInstant, instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { minute } from '../../model/zone.js';
import type { FormWord } from '../meaning/form.js';
import { variablesOfEvent } from './common.js';

/** A cart counts as abandoned after half an hour without a change (retailCRM's own rule). */
const abandonedAfter = 30 * minute;
const abandoned = 'cart.abandoned';

export const event: FormWord = {
  name: 'event',
  doc: 'Each event of this type. `cart.abandoned` also comes by itself, when a cart with lines was left alone for 30 minutes.',
  example: '{event: review.posted, where: review.score <= 2}',
  value: shapes.event('Name of an event, or `custom.<anything>`.'),
  scope: (form, words) => variablesOfEvent(String(form['event']), words),
  listens: (form) => [String(form['event'])],
  match: (form, { id, type, data }, { zone }) =>
    type === form['event'] ? [{ episode: (type === abandoned && abandonedSince(data['cart'], zone)) || id }] : [],
  deadline: {
    subject: (form) => (form['event'] === abandoned ? 'customer' : undefined),
    watches: () => 'cart',
    due: (_form, subject) => {
      const cart = subject.value('cart');
      if (!isObject(cart) || !Array.isArray(cart['items']) || cart['items'].length === 0) return undefined;
      const anchor = subject.moment('cart.updatedAt') ?? subject.since('cart.items');
      return {
        due: instant(anchor + abandonedAfter),
        episode: formatInstant(anchor),
        event: { type: abandoned, cart },
      };
    },
  },
};

/** A log that tells of abandoned carts itself and the clock tell of the same one: one episode. */
function abandonedSince(cart: unknown, zone: string): string | undefined {
  const updated = isObject(cart) ? momentOf(cart['updatedAt'], zone) : undefined;
  return updated && formatInstant(updated);
}
