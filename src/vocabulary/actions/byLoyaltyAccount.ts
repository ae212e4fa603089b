import type { Effect } from '../../model/effect.js';
import { instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { formatLocal, minute, toLocal } from '../../model/zone.js';
import type { ApiFacts, ApiProcedure } from '../meaning/live.js';
import { refused } from '../reasons.js';
import type { ApiCall } from '../remoteKind.js';
import { money } from './lines.js';
import { markOf } from './mark.js';

type Data = Readonly<Record<string, unknown>>;

/** One call of the loyalty account: several when spendings come back with the expiries that they had. */
export interface Movement {
  readonly way: 'credit' | 'charge';
  readonly amount: number;
  readonly activates?: string;
  readonly expires?: string;
}

/** Moves the bonuses of an effect on the customer's account in the CRM; asked again, only what is not there yet. */
export const byLoyaltyAccount: ApiProcedure = function* (effect, again, facts) {
  const { data, customer } = effect;
  const answer = yield {
    method: 'GET',
    path: 'loyalty/accounts',
    query: {
      limit: 20,
      filter: { customerId: Number(customer), ...(data['loyalty'] !== undefined && { loyalties: [data['loyalty']] }) },
    },
  };
  const accounts = Array.isArray(answer['loyaltyAccounts']) ? answer['loyaltyAccounts'].filter(isObject) : [];
  const account = accounts.find(({ status }) => status === 'activated') ?? accounts[0];
  if (account === undefined) return refused('no-loyalty-account');
  const base = `loyalty/account/${String(account['id'])}/bonus`;
  const movements = movementsOf(effect);
  for (const [index, { way, amount, activates, expires }] of again
    ? (yield* missingOf(movements, base, effect, facts)).entries()
    : movements.entries()) {
    const comment = [data['reason'], `${markOf(effect)}/${index + 1}`].filter((line) => line !== undefined).join('\n');
    const dates = {
      ...(activates !== undefined && { activationDate: activates }),
      ...(expires !== undefined && { expireDate: expires }),
    };
    yield { method: 'POST', path: `${base}/${way}`, body: { amount, comment, ...(way === 'credit' && dates) } };
  }
  // Neither movement answers with the account, and others give and spend there, too.
  const { loyaltyAccount: now } = yield { method: 'GET', path: `loyalty/account/${String(account['id'])}` };
  const balance = isObject(now) ? now['amount'] : undefined;
  const { amount, expires } = data;
  return {
    ok: true,
    amount,
    ...(balance !== undefined && { balance }),
    ...(expires !== undefined && { expires }),
  };
};

/**
 * The movements that the account does not show yet. Its operations tell neither comments nor expiries, so one that is like ours and came
 * since then is taken for ours, unless another effect made it.
 */
function* missingOf(
  movements: readonly Movement[],
  base: string,
  effect: Effect,
  { zone, carriedOut }: ApiFacts,
): Generator<ApiCall, readonly Movement[], Data> {
  // A margin for clocks that differ.
  const since = instant(effect.at - 10 * minute);
  const answer = yield {
    method: 'GET',
    path: `${base}/operations`,
    query: { limit: 100, filter: { createdAtFrom: formatLocal(toLocal(zone, since)) } },
  };
  const operations = Array.isArray(answer['bonusOperations']) ? answer['bonusOperations'].filter(isObject) : [];
  const left = without(operations, carriedOut(since).flatMap(movementsOf)).operations;
  return without(left, movements).missing;
}

/** Each movement takes one operation out that is like it. */
function without(
  operations: readonly Data[],
  movements: readonly Movement[],
): { readonly operations: readonly Data[]; readonly missing: readonly Movement[] } {
  const left = [...operations];
  const missing = movements.filter((movement) => {
    const at = left.findIndex((operation) => isLike(operation, movement));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { operations: left, missing };
}

function isLike({ type, amount, bonus }: Data, { way, amount: moved, activates }: Movement): boolean {
  if (type !== `${way}_manual` || money(Math.abs(Number(amount))) !== money(moved)) return false;
  return activates === undefined || !isObject(bonus) || bonus['activationDate'] === activates;
}

/** `bonus` prepared them; of one whose data was forgotten nothing is known any more. */
function movementsOf({ data }: Effect): readonly Movement[] {
  return (data['movements'] ?? []) as readonly Movement[];
}
