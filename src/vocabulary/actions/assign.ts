import { shapes } from '../../language/shape.js';
import { any, boolean, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { hour } from '../../model/zone.js';
import { stableShare } from '../../model/stableShare.js';
import { assignStrategies } from '../kinds/team.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepContext } from '../meaning/context.js';
import { Refusal, refused } from '../reasons.js';
import type { TeamRole } from '../../model/team.js';
import { eventsOfChanges } from './fields.js';
import { personOf, personShape } from './person.js';

type Data = Readonly<Record<string, unknown>>;

export const assign: ActionWord = {
  name: 'assign',
  doc: 'Makes a member of a team responsible for the order, else for the customer. Nobody left: `.ok` is false and nothing changes.',
  example: '{id: who, assign: {team: sales, strategy: least-loaded, except: =order.manager}}',
  value: shapes.object(
    {
      team: shapes.reference('Team', 'Whose members.'),
      strategy: shapes.choice(
        assignStrategies,
        'How one of them is chosen; default: as the team says. `random` is a hash of the instance, `fixed` the first, `least-loaded` who has the fewest open orders.',
      ),
      only: shapes.choice(
        ['online', 'free', 'working'],
        'Only those who are online, free, or work now by the calendar of the team.',
      ),
      except: personShape('Not this one.'),
      of: shapes.choice(['order', 'customer'], 'What gets the manager. Default: the order, where there is one.'),
    },
    { required: ['team'] },
  ),
  shows: ['team', 'of', 'performer', 'user'],
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean, user: string, manager: any, reason: string },
  causes: ({ assign: value }) => [
    `${(value as Readonly<Record<string, unknown>>)['of'] === 'customer' ? 'customer' : 'order'}.managerId`,
  ],
  prepare: (context) => {
    const spec = context.spec['assign'] as Data; // the shape is a map
    const team = context.ambient.facts.teams?.get(String(spec['team']));
    const entity = spec['of'] === 'customer' || context.order === undefined ? 'customer' : 'order';
    if (team === undefined) return undefined;
    if (context[entity] === undefined) return new Refusal(`no-${entity}`);
    const users = usersOf(context, team);
    const except = personOf(context.evaluate(['assign', 'except']), context);
    const left = users.filter(
      (member) =>
        (except === undefined || (except !== member.name && except !== member.id)) &&
        isFit(member, spec['only'], team, context),
    );
    const chosen = choose(left, users, String(spec['strategy'] ?? team.strategy), team, context);
    if (chosen === undefined) return new Refusal('nobody-left');
    const owner = context.scope[entity];
    const before = isObject(owner) ? owner['managerId'] : undefined;
    if (chosen.id !== undefined && String(before) === chosen.id) return undefined;
    return { of: entity, team: team.code, performer: chosen.name, ...(chosen.id !== undefined && { user: chosen.id }) };
  },
  happen: (effect, { world }, answer) => {
    const { performer, performerId, user, of } = effect.data;
    // A log that tells of no users knows the member by the name in the team.
    const id = answer?.['manager'] ?? performerId ?? user ?? performer;
    const known = id === performer ? { user: { id, email: String(performer).slice('user/'.length) } } : {};
    const entity = of === 'customer' ? 'customer' : 'order';
    const [event] = eventsOfChanges([{ entity, field: 'managerId', before: null, value: id }], effect, world);
    return {
      ...(event !== undefined && { event: { ...event, data: { ...event.data, ...known } } }),
      result: { ok: true, user: performer, manager: id },
    };
  },
  live: {
    by: 'api',
    procedure: function* ({ order, customer, data }) {
      const { performer, performerId, of } = data;
      if (performerId === undefined) return refused('no-such-user', { user: performer });
      const [path, entity, id] = of === 'customer' ? ['customers', 'customer', customer] : ['orders', 'order', order];
      const answer = yield { method: 'GET', path: `${path}/${id}`, query: { by: 'id' } };
      const known = isObject(answer[entity!]) ? answer[entity!] : {};
      const { managerId, site } = known as Data; // an object
      if (managerId !== performerId)
        yield {
          method: 'POST',
          path: `${path}/${id}/edit`,
          body: { by: 'id', site, [entity!]: { managerId: performerId } },
        };
      return { ok: true, user: performer, manager: performerId };
    },
  },
};

/** A member of a team, with his user in the CRM when the world knows it. */
interface Member {
  readonly name: string;
  readonly id?: string;
  readonly user?: Data;
}

function usersOf({ ambient: { world } }: StepContext, team: TeamRole): readonly Member[] {
  const byEmail = new Map([...(world.users?.() ?? [])].map((user) => [String(user['email']).toLowerCase(), user]));
  return team.members.map((name) => {
    const user = byEmail.get(name.slice('user/'.length).toLowerCase());
    return user === undefined ? { name } : { name, id: String(user['id']), user };
  });
}

/** Of somebody about whom nothing is known, nothing is said against him. */
function isFit({ user }: Member, only: unknown, team: TeamRole, { ambient, now }: StepContext): boolean {
  if (user?.['active'] === false) return false;
  if (only === 'online') return user?.['online'] !== false;
  if (only === 'free') return user?.['status'] === undefined || user['status'] === 'free';
  if (only !== 'working' || team.calendar === undefined) return true;
  return ambient.facts.calendars.get(team.calendar)?.isOpen(now) !== false;
}

function choose(
  left: readonly Member[],
  all: readonly Member[],
  strategy: string,
  team: TeamRole,
  context: StepContext,
): Member | undefined {
  if (left.length === 0) return undefined;
  if (strategy === 'fixed') return left[0];
  if (strategy === 'random')
    return left[Math.floor(stableShare('assign', context.instance, context.path) * left.length)];
  if (strategy === 'least-loaded') return leastLoaded(left, team, context);
  // In turn through the whole team, so that those who are out do not shift the others.
  const [name = ''] = turnNames(team.code);
  const last = all.findIndex((member) => member.name === context.memory.read(name));
  const turn = [...all.slice(last + 1), ...all.slice(0, last + 1)];
  const next = turn.find((member) => left.includes(member));
  if (next !== undefined) context.memory.write(name, next.name);
  return next;
}

/** Names under which it is remembered whose turn it was last, and what was given out a moment ago. */
export function turnNames(team: string): readonly string[] {
  return [`assign:${team}`, `assigned:${team}`];
}

/** By orders that are neither complete nor cancelled; among equals the first of the team. */
function leastLoaded(
  members: readonly Member[],
  team: TeamRole,
  { ambient: { world, facts }, memory, now, order }: StepContext,
): Member | undefined {
  const load = new Map(members.map((member) => [member.id ?? member.name, 0]));
  for (const order of world.all('order')) {
    const count = load.get(String(order['managerId']));
    if (count === undefined || isClosed(facts.statusGroup(String(order['status'])))) continue;
    load.set(String(order['managerId']), count + 1);
  }
  // What was given a moment ago is not in the orders yet.
  const [, name = ''] = turnNames(team.code);
  const recent = readGiven(memory.read(name)).filter(
    (given) => now - given.at < hour && String(world.order(given.order)?.['managerId']) !== given.member,
  );
  for (const { member } of recent) if (load.has(member)) load.set(member, load.get(member)! + 1);
  const chosen = [...members].sort((a, b) => (load.get(a.id ?? a.name) ?? 0) - (load.get(b.id ?? b.name) ?? 0))[0];
  if (chosen !== undefined && order !== undefined)
    memory.write(name, JSON.stringify([...recent, { order, member: chosen.id ?? chosen.name, at: now }]));
  return chosen;
}

interface Assigned {
  readonly order: string;
  readonly member: string;
  readonly at: number;
}

function readGiven(text: string | undefined): readonly Assigned[] {
  // Written above alone.
  return text === undefined ? [] : (JSON.parse(text) as readonly Assigned[]);
}

function isClosed(group: string | undefined): boolean {
  return group === 'complete' || group === 'cancel';
}
