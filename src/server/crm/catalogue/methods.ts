import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { phpMap, present, success } from '../api/answers.js';
import { answerList } from '../api/lists.js';
import { readEntities, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { transact } from '../store/actor.js';
import { get as load, replace, select, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { groupFilters, inventoryFilters, offerFilters, productFilters } from './filters.js';
import { basePrice, loadOffer } from './offers.js';
import { answerProperties, answerPropertyValues } from './properties.js';

const read = 'store_read';
const write = 'store_write';

/** `store/*`: the catalogue is read; quantities and prices are uploaded. */
export const catalogueMethods: readonly Method[] = [
  get('store/products', read, (call) =>
    answerList(call, {
      collection: 'products',
      key: 'products',
      filters: productFilters,
      order: 'id',
      show: (product) => {
        const filter = call.request.query['filter'];
        const asked = isObject(filter) && filter['sinceUpdatedAt'] !== undefined;
        return { ...(asked ? { updatedAt: product.document['updatedAt'] } : {}), ...showProduct(call.store, product) };
      },
    }),
  ),
  get('store/offers', read, (call) =>
    answerList(call, {
      collection: 'offers',
      key: 'offers',
      filters: offerFilters,
      order: 'id',
      show: (offer) => showOffer(call.store, offer),
    }),
  ),
  get('store/inventories', read, (call) =>
    answerList(call, {
      collection: 'offers',
      key: 'offers',
      filters: inventoryFilters,
      order: 'id',
      show: ({ id, document: { externalId, xmlId, site, purchasePrice, quantity, stores } }) => {
        const filter = call.request.query['filter'];
        const detailed = isObject(filter) && filter['details'] === '1';
        return present({
          id,
          externalId,
          xmlId,
          site,
          purchasePrice,
          quantity,
          stores: detailed ? (stores ?? []) : undefined,
        });
      },
    }),
  ),
  get('store/product-groups', read, (call) =>
    answerList(call, {
      collection: 'product_groups',
      key: 'productGroup',
      filters: groupFilters,
      order: 'id',
      show: ({ id, document }) => ({ id, ...document }),
    }),
  ),
  get('store/products/properties', read, answerProperties),
  get('store/products/properties/values', read, answerPropertyValues),
  post('store/inventories/upload', write, (call) =>
    changeOffers(call, 'offers', (offer, row) => {
      const stores = Array.isArray(row['stores']) ? row['stores'].filter(isObject) : [];
      const known = Array.isArray(offer['stores']) ? offer['stores'].filter(isObject) : [];
      const others = known.filter((old) => !stores.some((store) => store['code'] === old['store']));
      const told = stores.map(({ code, available, purchasePrice }) =>
        present({ store: code, quantity: available, purchasePrice }),
      );
      const all = [...others, ...told];
      const price = stores.find((store) => store['purchasePrice'] !== undefined)?.['purchasePrice'];
      const quantity = all.reduce((sum, store) => sum + (Number(store['quantity']) || 0), 0);
      return present({ ...offer, stores: all, quantity, purchasePrice: price ?? offer['purchasePrice'] });
    }),
  ),
  post('store/prices/upload', write, (call) =>
    changeOffers(call, 'prices', (offer, row) => {
      const told = (Array.isArray(row['prices']) ? row['prices'].filter(isObject) : []).map(({ code, price }) => ({
        priceType: code,
        price: Number(price),
        ordering: 990,
      }));
      const known = Array.isArray(offer['prices']) ? offer['prices'].filter(isObject) : [];
      const others = known.filter((old) => !told.some(({ priceType }) => priceType === old['priceType']));
      return { ...offer, prices: [...others, ...told] };
    }),
  ),
];

function changeOffers(call: Call, field: string, change: (offer: Document, row: Document) => Document): Answer {
  const rows = readEntities(call, field, 250);
  return transact(call.store, call.actor, ({ store }) => {
    const missing: Document[] = [];
    for (const row of rows) {
      const offer = loadOffer(store, row);
      if (offer) replace(store, 'offers', offer.id, change(offer.document, row));
      else missing.push(present({ id: row['id'], externalId: row['externalId'], xmlId: row['xmlId'] }));
    }
    return success({ processedOffersCount: rows.length - missing.length, notFoundOffers: missing });
  });
}

function showInProduct({ id, document }: Stored): Document {
  const { productId: _product, stores: _stores, site: _site, properties, ...offer } = document;
  return present({ id, price: basePrice(offer), ...offer, properties: phpMap(properties) });
}

/** An offer by itself names its product. */
function showOffer(store: Store, offer: Stored): Document {
  const { price: _price, ...shown } = showInProduct(offer);
  const product = load(store, 'products', Number(offer.document['productId']));
  return present({ ...shown, product: product && showMembers(store, product) });
}

function showProduct(store: Store, product: Stored): Document {
  return present({ ...showMembers(store, product), offers: offersOf(store, product).map(showInProduct) });
}

/** A product without its offers: their prices span its own, their quantities add up to it. */
function showMembers(store: Store, product: Stored): Document {
  const offers = offersOf(store, product).map(({ document }) => document);
  const prices = offers.map(basePrice).filter((price) => price !== undefined);
  const { site: _site, updatedAt: _updated, ...members } = product.document;
  return present({
    minPrice: prices.length === 0 ? undefined : Math.min(...prices),
    maxPrice: prices.length === 0 ? undefined : Math.max(...prices),
    id: product.id,
    ...members,
    quantity: offers.reduce((sum, { quantity }) => sum + (typeof quantity === 'number' ? quantity : 0), 0),
    markable: members['markable'] ?? false,
  });
}

function offersOf(store: Store, { id }: Stored): readonly Stored[] {
  return select(store, 'offers', { sql: 'product_id = ?', values: [id] }, 'ORDER BY id');
}
