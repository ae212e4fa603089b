import type { ProgramRole } from '../../model/bonusProgram.js';
import { instant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { addSpan, spanOf } from '../../model/span.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import { balanceOf, charge, credit, reverseCharges, reverseCredits, type Ledger } from '../ledger/ledger.js';
import type { StepContext } from '../meaning/context.js';
import { valueAtPath } from '../on/path.js';
import { Refusal } from '../reasons.js';
import type { Movement } from './byLoyaltyAccount.js';
import { money, numberOf } from './lines.js';

type Data = Readonly<Record<string, unknown>>;

/** What a step `bonus` moves: the ledger afterwards, and the movements of an account elsewhere. */
export interface Moved {
  readonly ledger: Ledger;
  readonly way: string;
  readonly amount: number;
  readonly expires?: Instant;
  readonly movements: readonly Movement[];
}

/** Gives, spends or takes back, as the spec says; `undefined`: nothing. */
export function moveBonuses(
  context: StepContext,
  spec: Data,
  program: ProgramRole,
  ledger: Ledger,
): Moved | Refusal | undefined {
  if (spec['credit'] !== undefined) return give(context, program, ledger);
  if (spec['charge'] !== undefined) return spend(context, program, ledger);
  return takeBack(context, spec, ledger);
}

function give(context: StepContext, program: ProgramRole, ledger: Ledger): Moved | undefined {
  const amount = amountAt(context, 'credit');
  if (amount <= 0) return undefined;
  const activates = momentAfter(context, 'activates', program.activates) ?? context.now;
  const expires = momentAfter(context, 'expires', program.expires);
  const order = orderOf(context);
  const lot = {
    id: context.effectId(),
    amount,
    activates,
    ...(expires !== undefined && { expires }),
    ...(order !== undefined && { order }),
  };
  const movement = { way: 'credit' as const, amount, ...datesOf(context, activates, expires) };
  return {
    ledger: credit(ledger, lot),
    way: 'credit',
    amount,
    movements: [movement],
    ...(expires !== undefined && { expires }),
  };
}

function spend(context: StepContext, program: ProgramRole, ledger: Ledger): Moved | Refusal | undefined {
  const amount = amountAt(context, 'charge');
  if (amount <= 0) return undefined;
  const order = orderOf(context);
  const limit = limitOf(context, program);
  if (limit !== undefined && amount > limit) return new Refusal('over-limit', { amount, limit }, true);
  const charged = charge(
    ledger,
    { id: context.effectId(), amount, ...(order !== undefined && { order }) },
    context.now,
  );
  const { active } = balanceOf(ledger, context.now);
  const movements = [{ way: 'charge' as const, amount }];
  if (charged !== undefined) return { ledger: charged, way: 'charge', amount, movements };
  if (program.ledger !== 'http') return new Refusal('balance', { amount, balance: active }, true);
  // Others give and spend there, too: the service itself decides, and what went through crmctl is spent up.
  const rest = charge(ledger, { id: context.effectId(), amount: active }, context.now);
  return { ledger: rest ?? ledger, way: 'charge', amount, movements };
}

function takeBack(context: StepContext, spec: Data, known: Ledger): Moved | undefined {
  const order = orderOf(context);
  if (order === undefined) return undefined;
  const share = numberOf(context.evaluate(['bonus', 'share']) ?? 1);
  const what = String(spec['reverse']);
  const movements: Movement[] = [];
  let ledger = known;
  let amount = 0;
  if (what !== 'charge') {
    const taken = reverseCredits(ledger, order, share, context.now);
    ({ ledger } = taken);
    amount += taken.amount;
    if (taken.amount > 0) movements.push({ way: 'charge', amount: taken.amount });
  }
  if (what !== 'credit') {
    const back = reverseCharges(ledger, order, share, context.now, context.effectId());
    ({ ledger } = back);
    for (const { amount: returned, expires } of back.returned) {
      amount += returned;
      movements.push({
        way: 'credit',
        amount: returned,
        ...datesOf(context, context.now, expires === undefined ? undefined : instant(expires)),
      });
    }
  }
  const way = what === 'both' ? 'reverse' : `reverse-${what}`;
  return movements.length === 0 ? undefined : { ledger, way, amount: money(amount), movements };
}

function amountAt({ evaluate }: StepContext, key: string): number {
  return money(numberOf(evaluate(['bonus', key])));
}

function orderOf({ evaluate, order }: StepContext): string | undefined {
  const named = evaluate(['bonus', 'order']);
  const id = isObject(named) ? named['id'] : named;
  return id === undefined || id === null ? order : String(id);
}

/** The most that the order may be paid with. */
function limitOf({ scope }: StepContext, { redeem }: ProgramRole): number | undefined {
  if (redeem === undefined || !isObject(scope['order'])) return undefined;
  const [, ...field] = redeem.of.split('.');
  return money(numberOf(valueAtPath(scope['order'], field.join('.'))) * redeem.max);
}

function momentAfter(context: StepContext, key: string, byDefault: ProgramRole['expires']): Instant | undefined {
  const span = spanOf(context.evaluate(['bonus', key])) ?? (byDefault && { for: byDefault });
  return span && addSpan(context.now, span, context.clockwork);
}

/** The API takes dates of the account: the first and the last day. */
function datesOf({ ambient, now }: StepContext, activates: Instant, expires: Instant | undefined) {
  const date = (at: Instant): string => formatLocal(toLocal(ambient.zone, at)).slice(0, 10);
  return {
    ...(activates > now && { activates: date(activates) }),
    ...(expires !== undefined && { expires: date(expires) }),
  };
}
