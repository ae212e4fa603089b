import { parseInstant, type Instant } from '../../model/instant.js';
import { day } from '../../model/zone.js';
import type { DeclaredCalls } from '../meaning/live.js';
import { refused } from '../reasons.js';
import type { Movement } from './byLoyaltyAccount.js';
import { numberOf } from './lines.js';

type Data = Readonly<Record<string, unknown>>;

/** Asks the balance first, so that a charge over it is known as one; every movement has a key of its own. */
export const byBonusService: DeclaredCalls = function* (effect, again) {
  const { data } = effect;
  const movements = data['movements'] as readonly Movement[]; // `bonus` prepared them
  if (data['way'] === 'charge' && !again) {
    const { active }: Data = yield { name: 'balance', about: {} };
    if (numberOf(active) < numberOf(data['amount'])) return refused('balance', { balance: active });
  }
  const isReversal = String(data['way']).startsWith('reverse');
  for (const [index, { way, amount, activates, expires }] of movements.entries()) {
    const bonus = {
      amount: isReversal && way === 'charge' ? -amount : amount,
      ...daysTo('activatesInDays', activates, effect.at),
      ...daysTo('expiresInDays', expires, effect.at),
      ...(data['expires'] !== undefined && { expires: parseInstant(String(data['expires'])) }),
      ...(data['reason'] !== undefined && { reason: data['reason'] }),
      key: index === 0 ? effect.id : `${effect.id}/${index + 1}`,
    };
    yield { name: isReversal ? 'reverse' : way, about: { bonus } };
  }
  const { active }: Data = yield { name: 'balance', about: {} };
  return {
    ok: true,
    amount: data['amount'],
    balance: active,
    ...(data['expires'] !== undefined && { expires: data['expires'] }),
  };
};

/** Whole days from the day of the movement to a day of the account. */
function daysTo(name: string, date: string | undefined, at: Instant): Readonly<Record<string, number>> {
  if (date === undefined) return {};
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - at) / day);
  return { [name]: Math.max(0, days) };
}
