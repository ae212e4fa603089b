import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { created, present, success } from '../api/answers.js';
import { anyOf, atLeast, atMost, contains, member, since, until, type Filters, within } from '../api/filters.js';
import { findOrder } from '../orders/named.js';
import { answerList } from '../api/lists.js';
import { date, list, map, mergeMembers, number, readMembers, text } from '../api/members.js';
import { pathId, readEntities, readEntity, readList, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity, Refused, refuseUnknown } from '../api/refused.js';
import { postInSite } from '../api/sites.js';
import { sourceShape, userId } from '../customers/shape.js';
import { codeOf } from '../references/codes.js';
import { transact, type Writing } from '../store/actor.js';
import { get as load, insert, remove, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

const read = 'cost_read';
const write = 'cost_write';

const shape = {
  dateFrom: date,
  dateTo: date,
  summ: number(0),
  costItem: codeOf('cost-items'),
  comment: text(2000),
  userId,
  source: map(sourceShape),
  sites: list(codeOf('sites')),
};
const of = (name: string): string => member('costs', name);
const ofOrder = (column: string): string => `(SELECT ${column} FROM orders WHERE orders.id = costs.order_id)`;

const filters: Filters = {
  ids: anyOf('costs.id', 'integer'),
  minSumm: atLeast(of('summ')),
  maxSumm: atMost(of('summ')),
  orderNumber: contains(ofOrder('number')),
  orderIds: anyOf('costs.order_id', 'integer'),
  orderExternalIds: anyOf(ofOrder('external_id')),
  comment: contains(of('comment')),
  sites: within(
    anyOf('site.value'),
    (sql) => `EXISTS (SELECT 1 FROM json_each(costs.document, '$.sites') AS site WHERE ${sql})`,
  ),
  createdBy: anyOf(of('createdBy')),
  costItems: anyOf('costs.cost_item'),
  costGroups: anyOf(
    `(SELECT json_extract(document, '$.group') FROM reference_items WHERE reference = 'cost-items' AND code = costs.cost_item)`,
  ),
  users: anyOf(of('userId'), 'integer'),
  dateFrom: since(of('dateFrom')),
  dateTo: until(of('dateTo')),
  createdAtFrom: since('costs.created_at'),
  createdAtTo: until('costs.created_at'),
};

/** `costs/*` */
export const costMethods: readonly Method[] = [
  get('costs', read, (call) =>
    answerList(call, { collection: 'costs', key: 'costs', filters, show: (cost) => showCost(call.store, cost) }),
  ),
  get('costs/:id', read, (call) => success({ cost: showCost(call.store, costOf(call)) })),
  postInSite('costs/create', write, (call) => {
    const sent = readEntity(call, 'cost');
    return transact(call.store, call.actor, (writing) =>
      created({ id: insert(call.store, 'costs', lay(writing, { createdAt: writing.at, sites: [] }, sent)) }),
    );
  }),
  post('costs/upload', write, uploadCosts),
  post('costs/delete', write, (call) => {
    const ids = readList(call, 'ids');
    return transact(call.store, call.actor, ({ store }) => {
      const left = ids.filter((id) => !remove(store, 'costs', Number(id)));
      return success({ count: ids.length - left.length, notRemovedIds: left });
    });
  }),
  postInSite('costs/:id/edit', write, (call) => {
    const sent = readEntity(call, 'cost');
    return transact(call.store, call.actor, (writing) => {
      const { id, document } = costOf(call);
      replace(call.store, 'costs', id, lay(writing, document, sent));
      return success({ id });
    });
  }),
  post('costs/:id/delete', write, (call) =>
    transact(call.store, call.actor, ({ store }) =>
      remove(store, 'costs', costOf(call).id) ? success() : refuseUnknown(),
    ),
  ),
];

/** All of them, or those that can be taken and 460. */
function uploadCosts(call: Call): Answer {
  const rows = readEntities(call, 'costs', 50);
  return transact(call.store, call.actor, (writing) => {
    const uploaded: number[] = [];
    const errors: string[] = [];
    rows.forEach((row, index) => {
      try {
        uploaded.push(insert(call.store, 'costs', lay(writing, { createdAt: writing.at, sites: [] }, row)));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        errors.push(
          `costs[${index}]: ${Object.entries(error.errors ?? {})
            .map(([name, words]) => `${name}: ${words}`)
            .join(' ')}`,
        );
      }
    });
    if (errors.length === 0) return success({ uploadedCosts: uploaded });
    const body = { success: false, errorMsg: 'Costs are loaded with errors', errors, uploadedCosts: uploaded };
    return { status: 460, body };
  });
}

function lay({ store }: Writing, old: Document, sent: Document): Document {
  const problems: Record<string, string> = {};
  const merged = mergeMembers(old, readMembers(shape, sent, { store, problems }));
  for (const name of ['dateFrom', 'dateTo', 'summ', 'costItem']) {
    if (merged[name] === undefined) problems[name] ??= 'This value should not be blank.';
  }
  const named = sent['order'];
  if (isObject(named)) {
    const order = findOrder(store, named);
    if (order) merged['order'] = { id: order.id };
    else problems['order'] = 'There is no such order.';
  }
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  return merged;
}

function showCost(store: Store, { id, document }: Stored): Document {
  const { order: kept, sites, ...rest } = document;
  const named = kept as { readonly id: number } | undefined; // `lay` stores it so
  const order = named && load(store, 'orders', named.id);
  return present({ id, ...rest, order: order ? { id: order.id, number: order.document['number'] } : undefined, sites });
}

function costOf(call: Call): Stored {
  return load(call.store, 'costs', pathId(call) ?? 0) ?? refuseUnknown();
}
