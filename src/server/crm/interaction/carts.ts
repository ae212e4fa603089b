import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { phpMap, present, success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { list, map, number, text, zonedTime, type Shape } from '../api/members.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { loadOffer, showBrief } from '../catalogue/offers.js';
import { currencyCode } from '../references/codes.js';
import { referenceItem } from '../references/items.js';
import { transact } from '../store/actor.js';
import { find, insert, nextNumber, remove, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { customerByPath, customerNamed, shopByPath } from './shop.js';

const offerShape = { id: number(1), externalId: text(), xmlId: text() };

const cartShape: Shape = {
  externalId: text(),
  droppedAt: zonedTime,
  link: text(2000),
  currency: currencyCode,
  items: list(
    map({
      offer: map(offerShape),
      quantity: number(0),
      price: number(0),
      createdAt: zonedTime,
      updatedAt: zonedTime,
    }),
  ),
};

/** `customer-interaction/{site}/cart/*`: a customer has one cart in a shop; setting it replaces what was in it. */
export const cartMethods: readonly Method[] = [
  post('customer-interaction/:site/cart/set', 'customer_write', setCart),
  post('customer-interaction/:site/cart/clear', 'customer_write', clearCart),
  get('customer-interaction/:site/cart/:customer', 'customer_read', (call) => {
    const site = shopByPath(call);
    const cart = cartOf(call.store, site, customerByPath(call, site));
    return success({ cart: phpMap(cart && showCart(call.store, cart, site)) });
  }),
];

function setCart(call: Call): Answer {
  const sent = readEntity(call, 'cart');
  const site = shopByPath(call);
  return transact(call.store, call.actor, (writing) => {
    const { store } = writing;
    const read = layEntity(writing, cartShape, {}, sent, ['items'], (cart, problems) => {
      itemsOf(cart).forEach((item, index) => {
        const named = isObject(item['offer']) ? item['offer'] : {};
        if (loadOffer(store, named) === undefined) problems[`items[${index}].offer`] = 'There is no such offer.';
        if (item['quantity'] === undefined) problems[`items[${index}].quantity`] = 'This value should not be blank.';
      });
    });
    const customer = customerNamed(call, sent['customer'], site, 'cart.customer');
    const items = itemsOf(read).map(({ offer, ...item }) => ({
      id: String(nextNumber(store, 'cart_items')),
      ...item,
      offer: loadOffer(store, isObject(offer) ? offer : {})?.id,
    }));
    const cart = { site, customer: customer.id, ...read, droppedAt: read['droppedAt'] ?? store.zoned(), items };
    const old = cartOf(store, site, customer);
    if (old) replace(store, 'carts', old.id, cart);
    else insert(store, 'carts', cart);
    return success();
  });
}

function clearCart(call: Call): Answer {
  const sent = readEntity(call, 'cart');
  const site = shopByPath(call);
  return transact(call.store, call.actor, ({ store }) => {
    const cart = cartOf(store, site, customerNamed(call, sent['customer'], site, 'cart.customer'));
    if (cart) remove(store, 'carts', cart.id);
    return success();
  });
}

function cartOf(store: Store, site: string, { id }: Stored): Stored | undefined {
  return find(store, 'carts', { sql: 'site = ? AND customer_id = ?', values: [site, id] });
}

function showCart(store: Store, { document }: Stored, site: string): Document {
  const { site: _site, customer: _customer, items: _items, currency, ...cart } = document;
  const items = itemsOf(document).map(({ offer, ...item }) =>
    present({ ...item, offer: showBrief(store, Number(offer)) }),
  );
  return present({ ...cart, items, currency: currency ?? referenceItem(store, 'sites', site)?.['currency'] });
}

function itemsOf({ items }: Document): readonly Document[] {
  return Array.isArray(items) ? items.filter(isObject) : [];
}
