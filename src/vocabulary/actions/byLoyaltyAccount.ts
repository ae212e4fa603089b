import { isObject } from '../../model/json.js';
import type { ApiProcedure } from '../meaning.js';
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
export const byLoyaltyAccount: ApiProcedure = function* (effect, again) {
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
  if (account === undefined) return { ok: false, reason: 'no-loyalty-account' };
  const base = `loyalty/account/${String(account['id'])}/bonus`;
  const marks = again ? yield* readMarks(base) : new Set<string>();
  for (const [index, { way, amount, activates, expires }] of (data['movements'] as readonly Movement[]).entries()) {
    const mark = `${markOf(effect)}/${index + 1}`;
    if (marks.has(mark)) continue;
    const comment = [data['reason'], mark].filter((line) => line !== undefined).join('\n');
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

/** Marks in the comments of the latest movements. */
function* readMarks(
  base: string,
): Generator<{ method: 'GET'; path: string; query: Data }, Set<string>, Readonly<Record<string, unknown>>> {
  const answer = yield { method: 'GET', path: `${base}/operations`, query: { limit: 100 } };
  const operations = Array.isArray(answer['bonusOperations']) ? answer['bonusOperations'] : [];
  return new Set(JSON.stringify(operations).match(/crmctl:[\w-]+\/\d+/g) ?? []);
}
