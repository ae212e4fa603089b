import type { CrmClient } from '../crm/client.js';
import { isObject } from '../model/json.js';
import { stableShare } from '../model/stableShare.js';
import type { TeamRole } from '../model/team.js';
import type { RunnerStore } from './store.js';

/** Finds the user behind `user/<e-mail>`, an id or a team; `undefined` when nobody is meant or known. */
export type FindPerson = (performer: unknown, effect: string) => number | undefined;

/** Reads the account's users into the world, and gives what resolves people for tasks and notices. */
export async function readPeople(
  crm: CrmClient,
  store: RunnerStore,
  teams: ReadonlyMap<string, TeamRole>,
): Promise<FindPerson> {
  const answer = await crm.list({ method: 'GET', path: 'users' }, 'users');
  const users = (Array.isArray(answer) ? answer : Object.values(answer)).filter(isObject);
  store.transaction(() => {
    for (const user of users) store.state.world.putUser?.(String(user['id']), user);
  });
  const byEmail = new Map(users.map((user) => [String(user['email']).toLowerCase(), user]));
  const userOf = (name: string): Record<string, unknown> | undefined =>
    byEmail.get(name.slice('user/'.length).toLowerCase());
  const find: FindPerson = (performer, effect) => {
    if (typeof performer !== 'string' && typeof performer !== 'number') return undefined;
    const text = String(performer);
    const team = text.startsWith('team/') ? teams.get(text.slice('team/'.length)) : undefined;
    const user = text.startsWith('user/') ? userOf(text) : team && shareOut(team, team.members.map(userOf), effect);
    if (user !== undefined) return Number(user['id']);
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  return find;
}

/** One of those who still work here. Another attempt at an effect finds the same one; over many effects the team shares them. */
function shareOut<User extends Record<string, unknown>>(
  { code, strategy }: TeamRole,
  members: readonly (User | undefined)[],
  effect: string,
): User | undefined {
  const here = members.filter((member) => member !== undefined && member['active'] !== false);
  return strategy === 'fixed' ? here[0] : here[Math.floor(stableShare('team', code, effect) * here.length)];
}
