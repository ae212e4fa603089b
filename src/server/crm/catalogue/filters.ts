import {
  anyOf,
  atLeast,
  atMost,
  contains,
  equal,
  flag,
  member,
  notKept,
  since,
  text,
  type Filter,
  type Filters,
  within,
} from '../api/filters.js';

const ofProduct = (name: string): string => member('products', name);
const ofOffer = (name: string): string => member('offers', name);
const offerPrice = `json_extract(offers.document, '$.prices[0].price')`;
const someOffer = (expression: string): string =>
  `(SELECT ${expression} FROM offers WHERE offers.product_id = products.id)`;
const offersProduct = (column: string): string =>
  `(SELECT ${column} FROM products WHERE products.id = offers.product_id)`;
const after = (sql: string): Filter =>
  text((value) => (/^\d{1,15}$/.test(value) ? { sql: `${sql} > ?`, values: [Number(value)] } : undefined));
const level = `(WITH RECURSIVE up (parent, level) AS (
    SELECT product_groups.parent_id, 1
    UNION ALL SELECT above.parent_id, level + 1 FROM up JOIN product_groups AS above ON above.id = up.parent
  ) SELECT max(level) FROM up)`;

/** A group of the product; `path` names the member by which it is known. */
function inGroup(document: string, path: 'id' | 'externalId'): Filter {
  return within(
    anyOf(`json_extract(held.value, '$.${path}')`, path === 'id' ? 'integer' : 'text'),
    (sql) => `EXISTS (SELECT 1 FROM json_each(${document}, '$.groups') AS held WHERE ${sql})`,
  );
}

/** Some offer of the product has a price of this type. */
const priced: Filter = text((value) => ({
  sql: `EXISTS (SELECT 1 FROM offers, json_each(offers.document, '$.prices') AS price
      WHERE json_extract(price.value, '$.priceType') = ? AND offers.product_id = products.id)`,
  values: [value],
}));

export const productFilters: Filters = {
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
  groups: inGroup('products.document', 'id'),
  groupExternalId: inGroup('products.document', 'externalId'),
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
  minPurchasePrice: atLeast(someOffer(`max(json_extract(offers.document, '$.purchasePrice'))`)),
  maxPurchasePrice: atMost(someOffer(`min(json_extract(offers.document, '$.purchasePrice'))`)),
  offerIds: within(
    anyOf('offers.id', 'integer'),
    (sql) => `products.id IN (SELECT product_id FROM offers WHERE ${sql})`,
  ),
  priceType: priced,
  properties: notKept,
  classSegment: notKept,
  catalogs: notKept,
  sinceId: after('products.id'),
  sinceUpdatedAt: since(ofProduct('updatedAt')),
};

export const offerFilters: Filters = {
  ids: anyOf('offers.id', 'integer'),
  name: contains(ofOffer('name')),
  externalIds: anyOf('offers.external_id'),
  xmlIds: anyOf('offers.xml_id'),
  sites: anyOf('offers.site'),
  active: flag(ofOffer('active')),
  groups: inGroup(offersProduct('document'), 'id'),
  priceType: text((value) => ({
    sql: `EXISTS (SELECT 1 FROM json_each(offers.document, '$.prices') WHERE json_extract(value, '$.priceType') = ?)`,
    values: [value],
  })),
  properties: notKept,
  catalogs: notKept,
  sinceId: after('offers.id'),
  minPrice: atLeast(offerPrice),
  maxPrice: atMost(offerPrice),
  minQuantity: atLeast(ofOffer('quantity')),
  maxQuantity: atMost(ofOffer('quantity')),
};

export const inventoryFilters: Filters = {
  ids: anyOf('offers.id', 'integer'),
  productExternalId: equal(offersProduct('external_id')),
  productArticle: anyOf(offersProduct('article')),
  productActive: flag(offersProduct('active')),
  offerExternalId: anyOf('offers.external_id'),
  offerXmlId: anyOf('offers.xml_id'),
  offerArticle: anyOf(ofOffer('article')),
  offerActive: flag('offers.active'),
  sites: anyOf('offers.site'),
  catalogs: notKept,
  // `details` adds the quantities by store; it is no condition.
  details: text(() => ({ sql: '1', values: [] })),
};

export const groupFilters: Filters = {
  ids: anyOf('product_groups.id', 'integer'),
  sites: anyOf('product_groups.site'),
  active: flag(member('product_groups', 'active')),
  minLevel: atLeast(level),
  maxLevel: atMost(level),
  catalogs: notKept,
  parentGroupId: anyOf('product_groups.parent_id', 'integer'),
};
