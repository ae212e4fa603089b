import type { CrmClient } from '../crm/client.js';
import { isObject } from '../model/json.js';
import type { RunnerStore } from './store.js';

/** Finds the user behind `user/<e-mail>`, an id or a team; `undefined` when nobody is meant or known. */
export type FindPerson = (performer: unknown) => number | undefined;

/** Reads the account's users into the world, and gives what resolves people for tasks and notices. */
export async function readPeople(
  crm: CrmClient,
  store: RunnerStore,
  teams: ReadonlyMap<string, readonly string[]>,
): Promise<FindPerson> {
  const answer = await crm.list({ method: 'GET', path: 'users' }, 'users');
  const users = (Array.isArray(answer) ? answer : Object.values(answer)).filter(isObject);
  store.transaction(() => {
    for (const user of users) store.state.world.putUser?.(String(user['id']), user);
  });
  const byEmail = new Map(users.map((user) => [String(user['email']).toLowerCase(), Number(user['id'])]));
  const find: FindPerson = (performer) => {
    if (typeof performer !== 'string' && typeof performer !== 'number') return undefined;
    const text = String(performer);
    if (text.startsWith('user/')) return byEmail.get(text.slice('user/'.length).toLowerCase());
    if (text.startsWith('team/'))
      return (teams.get(text.slice('team/'.length)) ?? []).map(find).find((id) => id !== undefined);
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  return find;
}
