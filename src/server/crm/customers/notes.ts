import { created, present, success } from '../api/answers.js';
import { anyOf, contains, member, since, until, type Filters } from '../api/filters.js';
import { layEntity } from '../api/entities.js';
import { visibleNamed } from '../api/identifiers.js';
import { answerList } from '../api/lists.js';
import { integer, text } from '../api/members.js';
import { pathId, readEntity, readText } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseUnknown } from '../api/refused.js';
import { postInSite } from '../api/sites.js';
import { isObject } from '../../../model/json.js';
import { transact } from '../store/actor.js';
import { get as load, insert, remove, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { customerStub } from './show.js';

/** Notes of people and of corporate customers are the same in different tables. */
export interface NotesOf {
  readonly notes: 'notes' | 'corporate_notes';
  readonly owners: 'customers' | 'corporate_customers';
  readonly type: 'customer' | 'customer_corporate';
}

/** `{base}/notes` */
export function noteMethods(base: string, of: NotesOf): readonly Method[] {
  const { notes, owners } = of;
  return [
    get(`${base}/notes`, 'customer_read', (call) =>
      answerList(call, {
        collection: notes,
        key: 'notes',
        filters: filtersOf(of),
        order: 'id',
        show: (note) => show(call.store, note, of),
      }),
    ),
    postInSite(`${base}/notes/create`, 'customer_write', (call) => {
      const sent = readEntity(call, 'note');
      return transact(call.store, call.actor, (writing) => {
        const { store, at } = writing;
        const named = isObject(sent['customer']) ? sent['customer'] : {};
        const customer = visibleNamed(call, owners, named, readText(call, 'site'));
        const note = layEntity(writing, shape, {}, sent, ['text'], (_merged, problems) => {
          if (customer === undefined) problems['customer'] = 'There is no such customer.';
        });
        return created({ id: insert(store, notes, { customer: { id: customer?.id }, ...note, createdAt: at }) });
      });
    }),
    post(`${base}/notes/:id/delete`, 'customer_write', (call) =>
      transact(call.store, call.actor, ({ store }) =>
        remove(store, notes, pathId(call) ?? 0) ? success() : refuseUnknown(),
      ),
    ),
  ];
}

const shape = { text: text(10_000), managerId: integer(1) };

function filtersOf({ notes, owners }: NotesOf): Filters {
  return {
    ids: anyOf(`${notes}.id`, 'integer'),
    customerIds: anyOf(`${notes}.customer_id`, 'integer'),
    customerExternalIds: anyOf(`(SELECT external_id FROM ${owners} WHERE ${owners}.id = ${notes}.customer_id)`),
    managerIds: anyOf(`${notes}.manager_id`, 'integer'),
    text: contains(member(notes, 'text')),
    createdAtFrom: since(`${notes}.created_at`),
    createdAtTo: until(`${notes}.created_at`),
  };
}

function show(store: Store, { id, document }: Stored, { owners, type }: NotesOf): unknown {
  const { customer, managerId, ...rest } = document;
  const owner = load(store, owners, (customer as { id: number }).id); // `create` stores it so
  return present({ customer: owner ? { ...customerStub(owner), type } : customer, managerId, id, ...rest });
}
