import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { success } from '../api/answers.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity } from '../api/refused.js';
import { loadOffer, showBrief } from '../catalogue/offers.js';
import { transact } from '../store/actor.js';
import { find, insert, remove, select, type Stored } from '../store/documents.js';
import { customerByPath, shopByPath } from './shop.js';

/** `customer-interaction/{site}/favorites/*`: the offers that a customer has marked in a shop. */
export const favoriteMethods: readonly Method[] = [
  get('customer-interaction/:site/favorites/:customer', 'customer_read', (call) => {
    const site = shopByPath(call);
    const where = { sql: 'site = ? AND customer_id = ?', values: [site, customerByPath(call, site).id] };
    const favorites = select(call.store, 'favorites', where, 'ORDER BY id').map(({ document }) => ({
      offer: showBrief(call.store, Number(document['offer'])),
      createdAt: document['createdAt'],
    }));
    return success({ favorites });
  }),
  post('customer-interaction/:site/favorites/:customer/add', 'customer_write', (call) =>
    changeFavorite(call, (favorite, found) => {
      if (!found) insert(call.store, 'favorites', favorite);
    }),
  ),
  post('customer-interaction/:site/favorites/:customer/remove', 'customer_write', (call) =>
    changeFavorite(call, (_favorite, found) => {
      if (found) remove(call.store, 'favorites', found.id);
    }),
  ),
];

type Favorite = Readonly<Record<'site' | 'createdAt', string> & Record<'customer' | 'offer', number>>;

function changeFavorite(call: Call, change: (favorite: Favorite, found: Stored | undefined) => void): Answer {
  const sent = readEntity(call, 'favorite');
  const site = shopByPath(call);
  return transact(call.store, call.actor, ({ store }) => {
    const customer = customerByPath(call, site).id;
    const named = isObject(sent['offer']) ? sent['offer'] : sent;
    const offer = (loadOffer(store, named) ?? refuseEntity({ offer: 'There is no such offer.' })).id;
    const where = { sql: 'site = ? AND customer_id = ? AND offer_id = ?', values: [site, customer, offer] };
    change({ site, customer, offer, createdAt: store.zoned() }, find(store, 'favorites', where));
    return success();
  });
}
