import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { present, success } from '../api/answers.js';
import { visibleNamed } from '../api/identifiers.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import { refuseEntity } from '../api/refused.js';
import { transact } from '../store/actor.js';
import { find, replace, type Stored } from '../store/documents.js';

/** `link: {orders: [{id | externalId | number}, …], comment}`: two orders that know of each other. */
export function createLink(call: Call): Answer {
  const { orders, comment } = readEntity(call, 'link');
  const named = Array.isArray(orders) ? orders.filter(isObject) : [];
  if (named.length !== 2) return refuseEntity({ orders: 'This list must name two orders.' });
  const site = readText(call, 'site');
  return transact(call.store, call.actor, ({ store, at }) => {
    const found = named.map((each, index) => {
      const { number } = each;
      const byNumber =
        number === undefined ? undefined : find(store, 'orders', { sql: 'number = ?', values: [String(number)] });
      const order = visibleNamed(call, 'orders', byNumber ? { id: byNumber.id } : each, site);
      return order ?? refuseEntity({ [`orders[${index}]`]: 'There is no such order.' });
    });
    const [first, second] = found as [Stored, Stored]; // two names give two orders or a refusal
    if (first.id === second.id) refuseEntity({ orders: 'An order is not linked to itself.' });
    for (const [order, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const links = Array.isArray(order.document['links']) ? (order.document['links'] as unknown[]) : [];
      const link = present({ order: other.id, comment, createdAt: at });
      replace(store, 'orders', order.id, { ...order.document, links: [...links, link] });
    }
    return success();
  });
}
