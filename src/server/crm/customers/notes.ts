import { created, present, success } from '../api/answers.js';
import { anyOf, contains, member, since, until, type Filters } from '../api/filters.js';
import { findNamed } from '../api/identifiers.js';
import { answerList } from '../api/lists.js';
import { integer, readMembers, text } from '../api/members.js';
import { pathId, readEntity, readText } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity, refuseUnknown } from '../api/refused.js';
import { isObject } from '../../../model/json.js';
import { transact } from '../store/actor.js';
import { get as load, insert, remove, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { customerStub } from './show.js';

const filters: Filters = {
  ids: anyOf('notes.id', 'integer'),
  customerIds: anyOf('notes.customer_id', 'integer'),
  customerExternalIds: anyOf('(SELECT external_id FROM customers WHERE customers.id = notes.customer_id)'),
  managerIds: anyOf('notes.manager_id', 'integer'),
  text: contains(member('notes', 'text')),
  createdAtFrom: since('notes.created_at'),
  createdAtTo: until('notes.created_at'),
};

export const noteMethods: readonly Method[] = [
  get('customers/notes', 'customer_read', (call) =>
    answerList(call, {
      collection: 'notes',
      key: 'notes',
      filters,
      order: 'id',
      show: (note) => show(call.store, note),
    }),
  ),
  post('customers/notes/create', 'customer_write', (call) => {
    const sent = readEntity(call, 'note');
    return transact(call.store, call.actor, ({ store, at }) => {
      const problems: Record<string, string> = {};
      const read = readMembers({ text: text(10_000), managerId: integer(1) }, sent, { store, problems });
      const named = isObject(sent['customer']) ? sent['customer'] : {};
      const customer = findNamed(store, 'customers', named, readText(call, 'site'));
      if (!read['text']) problems['text'] ??= 'This value should not be blank.';
      if (customer === undefined) problems['customer'] = 'There is no such customer.';
      if (customer === undefined || Object.keys(problems).length > 0) return refuseEntity(problems);
      const note = present({ customer: { id: customer.id }, ...read, createdAt: at });
      return created({ id: insert(store, 'notes', note) });
    });
  }),
  post('customers/notes/:id/delete', 'customer_write', (call) =>
    transact(call.store, call.actor, ({ store }) =>
      remove(store, 'notes', pathId(call) ?? 0) ? success() : refuseUnknown(),
    ),
  ),
];

function show(store: Store, { id, document }: Stored): unknown {
  const { customer, managerId, ...rest } = document;
  const owner = load(store, 'customers', (customer as { id: number }).id); // `create` stores it so
  return present({ customer: owner ? customerStub(owner) : customer, managerId, id, ...rest });
}
