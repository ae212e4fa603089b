import type { Answer } from '../../http.js';
import { isObject } from '../../../model/json.js';
import { phpMap, present, success } from '../api/answers.js';
import { anyOf, atLeast, atMost, contains, equal, flag, member, since, text, type Filters } from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { readEntities, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { transact } from '../store/actor.js';
import { get as load, replace, select, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { basePrice, loadOffer } from './offers.js';

const read = 'store_read';
const write = 'store_write';
const ofProduct = (name: string): string => member('products', name);
const ofOffer = (name: string): string => member('offers', name);
const offerPrice = `json_extract(offers.document, '$.prices[0].price')`;
const someOffer = (expression: string): string =>
  `(SELECT ${expression} FROM offers WHERE offers.product_id = products.id)`;
const offersProduct = (column: string): string =>
  `(SELECT ${column} FROM products WHERE products.id = offers.product_id)`;
const after = (sql: string): Filters[string] =>
  text((value) => (/^\d{1,15}$/.test(value) ? { sql: `${sql} > ?`, values: [Number(value)] } : undefined));

const productFilters: Filters = {
  ids: anyOf('products.id', 'integer'),
  name: contains(ofProduct('name')),
  active: flag(ofProduct('active')),
  externalId: equal('products.external_id'),
  xmlId: equal(ofProduct('xmlId')),
  manufacturer: equal(ofProduct('manufacturer')),
  url: equal(ofProduct('url')),
  urlLike: contains(ofProduct('url')),
  popular: flag(ofProduct('popular')),
  stock: flag(ofProduct('stock')),
  novelty: flag(ofProduct('novelty')),
  recommended: flag(ofProduct('recommended')),
  sites: anyOf('products.site'),
  groups: (value, store) => {
    const inner = anyOf(`json_extract(held.value, '$.id')`, 'integer')(value, store);
    if ('problem' in inner) return inner;
    const sql = `EXISTS (SELECT 1 FROM json_each(products.document, '$.groups') AS held WHERE ${inner.where.sql})`;
    return { where: { sql, values: inner.where.values } };
  },
  offerExternalId: text((value) => ({
    sql: 'EXISTS (SELECT 1 FROM offers WHERE offers.product_id = products.id AND offers.external_id = ?)',
    values: [value],
  })),
  offerXmlId: text((value) => ({
    sql: 'EXISTS (SELECT 1 FROM offers WHERE offers.product_id = products.id AND offers.xml_id = ?)',
    values: [value],
  })),
  minPrice: atLeast(someOffer(`max(${offerPrice})`)),
  maxPrice: atMost(someOffer(`min(${offerPrice})`)),
  minQuantity: atLeast(someOffer(`sum(json_extract(offers.document, '$.quantity'))`)),
  maxQuantity: atMost(someOffer(`sum(json_extract(offers.document, '$.quantity'))`)),
  sinceId: after('products.id'),
  sinceUpdatedAt: since(ofProduct('updatedAt')),
};

const offerFilters: Filters = {
  ids: anyOf('offers.id', 'integer'),
  name: contains(ofOffer('name')),
  externalIds: anyOf('offers.external_id'),
  xmlIds: anyOf('offers.xml_id'),
  sites: anyOf('offers.site'),
  active: flag(ofOffer('active')),
  sinceId: after('offers.id'),
  minPrice: atLeast(offerPrice),
  maxPrice: atMost(offerPrice),
  minQuantity: atLeast(ofOffer('quantity')),
  maxQuantity: atMost(ofOffer('quantity')),
};

const inventoryFilters: Filters = {
  ids: anyOf('offers.id', 'integer'),
  productExternalId: equal(offersProduct('external_id')),
  productArticle: anyOf(offersProduct('article')),
  productActive: flag(offersProduct('active')),
  offerExternalId: anyOf('offers.external_id'),
  offerXmlId: anyOf('offers.xml_id'),
  offerArticle: anyOf(ofOffer('article')),
  offerActive: flag('offers.active'),
  sites: anyOf('offers.site'),
  // `details` adds the quantities by store; it is no condition.
  details: text(() => ({ sql: '1', values: [] })),
};

const groupFilters: Filters = {
  ids: anyOf('product_groups.id', 'integer'),
  sites: anyOf('product_groups.site'),
  active: flag(member('product_groups', 'active')),
  parentGroupId: anyOf('product_groups.parent_id', 'integer'),
};

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
