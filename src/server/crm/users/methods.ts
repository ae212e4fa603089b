import { isObject } from '../../../model/json.js';
import { success } from '../api/answers.js';
import { answerList } from '../api/lists.js';
import { contains, equal, flag, member, since, until, type Filters } from '../api/filters.js';
import { readText, pathId } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseParameters, refuseUnknown } from '../api/refused.js';
import { transact } from '../store/actor.js';
import { get as load, replace, select, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

const statuses = ['free', 'busy', 'dinner', 'break'];
const of = (name: string): string => member('users', name);

const userFilters: Filters = {
  email: contains('users.email'),
  status: equal(of('status')),
  online: flag(of('online')),
  active: flag(of('active')),
  isManager: flag(of('isManager')),
  isAdmin: flag(of('isAdmin')),
  isPosManager: flag(`EXISTS (SELECT 1 FROM user_groups, json_each(users.document, '$.groups') AS held
    WHERE user_groups.code = held.value AND json_extract(user_groups.document, '$.isPosManager'))`),
  groups: (value) => {
    const codes = Object.values(isObject(value) || Array.isArray(value) ? value : [value]).map(String);
    const marks = codes.map(() => '?').join(', ');
    return {
      where: {
        sql: `EXISTS (SELECT 1 FROM json_each(users.document, '$.groups') WHERE value IN (${marks}))`,
        values: codes,
      },
    };
  },
  createdAtFrom: since(of('createdAt')),
  createdAtTo: until(of('createdAt')),
};

/** `users`, `user-groups` */
export const userMethods: readonly Method[] = [
  get('users', 'user_read', (call) =>
    answerList(call, {
      collection: 'users',
      key: 'users',
      filters: userFilters,
      order: 'id',
      show: (user) => showUser(call.store, user),
    }),
  ),
  get('users/:id', 'user_read', (call) => {
    const user = load(call.store, 'users', pathId(call) ?? 0) ?? refuseUnknown();
    return success({ user: showUser(call.store, user) });
  }),
  post('users/:id/status', 'user_write', (call) => {
    const status = readText(call, 'status') ?? '';
    if (!statuses.includes(status)) refuseParameters({ status: `This value must be one of: ${statuses.join(', ')}.` });
    return transact(call.store, call.actor, ({ store }) => {
      const user = load(store, 'users', pathId(call) ?? 0) ?? refuseUnknown();
      replace(store, 'users', user.id, { ...user.document, status });
      return success();
    });
  }),
  get('user-groups', 'user_read', (call) =>
    answerList(call, {
      collection: 'user_groups',
      key: 'groups',
      filters: {},
      order: 'id',
      show: ({ id, document }) => ({ id, ...document }),
    }),
  ),
];

/** A user names its groups by code; they are shown with their names. */
function showUser(store: Store, { id, document }: Stored): unknown {
  const held = (document['groups'] ?? []) as readonly string[]; // `seedCrm` writes codes
  const groups = select(store, 'user_groups', { sql: '1', values: [] })
    .filter((group) => held.includes(String(group.document['code'])))
    .map((group) => ({ id: group.id, name: group.document['name'], code: group.document['code'] }));
  return { id, ...document, groups };
}
