import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { created, present, success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { findNamed } from '../api/identifiers.js';
import { anything, flag, integer, list, map, oneOf, text, type Shape } from '../api/members.js';
import { readBy, readEntities, readEntity, readText, type Call } from '../api/parameters.js';
import { post, type Method } from '../api/plane.js';
import { refuseEntity, refuseUnknown } from '../api/refused.js';
import { readSite, visibleSites } from '../api/sites.js';
import { transact, type Writing } from '../store/actor.js';
import { find, get, insert, replace, type Document, type Stored } from '../store/documents.js';

const write = 'store_write';
/** Most products of one batch. */
const most = 50;

const productShape: Shape = {
  name: text(),
  type: oneOf('product', 'service'),
  article: text(),
  externalId: text(),
  url: text(2000),
  imageUrl: text(2000),
  description: text(20_000),
  manufacturer: text(),
  active: flag,
  popular: flag,
  stock: flag,
  novelty: flag,
  recommended: flag,
  markable: flag,
  properties: anything,
  groups: list(map({ id: integer(1), externalId: text() })),
};

const groupShape: Shape = {
  name: text(),
  externalId: text(),
  description: text(20_000),
  active: flag,
  parentId: integer(1),
};

/** `store/products/batch/*` and the product groups that are made by hand. */
export const catalogueWriteMethods: readonly Method[] = [
  post('store/products/batch/create', write, (call) => {
    const rows = readEntities(call, 'products', most);
    return transact(call.store, call.actor, (writing) => {
      const ids = rows.map((row, index) => createProduct(writing, siteOf(call, row), row, `products[${index}]`));
      return success({ processedProductsCount: ids.length, addedProducts: ids });
    });
  }),
  post('store/products/batch/edit', write, editProducts),
  post('store/product-groups/create', write, (call) => {
    const sent = readEntity(call, 'productGroup');
    const site = siteOf(call, sent);
    return transact(call.store, call.actor, (writing) => {
      const group = layGroup(writing, { site, active: true }, sent);
      return created({ id: insert(call.store, 'product_groups', group) });
    });
  }),
  post('store/product-groups/:identifier/edit', write, (call) => {
    const sent = readEntity(call, 'productGroup');
    return transact(call.store, call.actor, (writing) => {
      const { id, document } = groupByPath(call);
      replace(call.store, 'product_groups', id, layGroup(writing, document, sent, id));
      return success({ id });
    });
  }),
];

/** A product and its one offer, which prices and quantities are told of. */
function createProduct(writing: Writing, site: string, sent: Document, at: string): number {
  const { store } = writing;
  const birth = { type: 'product', active: true, groups: [], site, updatedAt: writing.at };
  const product = layProduct(writing, birth, sent, at);
  const productId = insert(store, 'products', product);
  const { name, article, externalId, active } = product;
  const offer = { name, article, externalId, xmlId: externalId, active, quantity: 0, prices: [], images: [], site };
  insert(store, 'offers', present({ ...offer, productId }));
  return productId;
}

/** Those that are found are changed; the others are named. */
function editProducts(call: Call): Answer {
  const rows = readEntities(call, 'products', most);
  return transact(call.store, call.actor, (writing) => {
    const missing: Document[] = [];
    rows.forEach((row, index) => {
      const product = findNamed(call.store, 'products', row, readText(call, 'site'));
      if (product === undefined) missing.push(present({ id: row['id'], externalId: row['externalId'] }));
      else {
        const changed = layProduct(writing, product.document, row, `products[${index}]`);
        replace(call.store, 'products', product.id, { ...changed, updatedAt: writing.at });
      }
    });
    return success({ processedProductsCount: rows.length - missing.length, notFoundProducts: missing });
  });
}

function layProduct(writing: Writing, old: Document, sent: Document, at: string): Document {
  const { groups, ...members } = layEntity(writing, productShape, old, sent, ['name']);
  const named = Array.isArray(groups) ? groups.filter(isObject) : [];
  const found = named.map((group, index) => {
    const stored =
      findNamed(writing.store, 'product_groups', group) ??
      refuseEntity({ [`${at}.groups[${index}]`]: 'There is no such product group.' });
    return present({ id: stored.id, externalId: stored.document['externalId'] });
  });
  return { ...members, groups: found };
}

function layGroup(writing: Writing, old: Document, sent: Document, own?: number): Document {
  const { store } = writing;
  return layEntity(writing, groupShape, old, sent, ['name'], ({ parentId, externalId, site }, problems) => {
    if (parentId !== undefined && get(store, 'product_groups', Number(parentId)) === undefined) {
      problems['parentId'] ??= 'There is no such product group.';
    } else if (own !== undefined && isBelow(writing, parentId, own)) {
      problems['parentId'] ??= 'A group cannot stand below itself.';
    }
    const same = { sql: 'external_id = ? AND site = ? AND id <> ?', values: [externalId, site, own ?? 0] };
    if (externalId !== undefined && find(store, 'product_groups', same)) {
      problems['externalId'] ??= 'This value is already used.';
    }
  });
}

/** Whether the way up from a group leads through another one. */
function isBelow({ store }: Writing, group: unknown, other: number): boolean {
  for (let id: unknown = group; id !== undefined;) {
    if (id === other) return true;
    id = get(store, 'product_groups', Number(id))?.document['parentId'];
  }
  return false;
}

function groupByPath(call: Call): Stored {
  const identifier = call.request.params['identifier'] ?? '';
  const named = readBy(call) === 'id' ? { id: identifier } : { externalId: identifier };
  const found = findNamed(call.store, 'product_groups', named, readText(call, 'site'));
  return found && visibleSites(call).includes(String(found.document['site'])) ? found : refuseUnknown();
}

/** The catalogue of a shop: named by the entity, by `site`, or the only one. */
function siteOf(call: Call, { site }: Document): string {
  if (site === undefined) return readSite(call);
  return visibleSites(call).includes(String(site)) ? String(site) : refuseEntity({ site: 'There is no such site.' });
}
