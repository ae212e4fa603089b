import { shapes } from '../../language/shape.js';
import { any, boolean, number, timestamp } from '../../language/valueType.js';
import { formatInstant, instant, parseInstant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { addSpan, spanOf } from '../../model/span.js';
import { day, formatLocal, toLocal } from '../../model/zone.js';
import type { ProgramRole } from '../../model/bonusProgram.js';
import { given, idleKeys } from '../idle.js';
import { ledgerName, ledgerOf } from '../ledger/bonusMemory.js';
import { balanceOf, charge, credit, reverseCharges, reverseCredits, type Ledger } from '../ledger/ledger.js';
import type { ActionWord, DeclaredCalls, StepContext } from '../meaning.js';
import { Refusal, refused } from '../reasons.js';
import { valueAtPath } from '../on/path.js';
import { byLoyaltyAccount, type Movement } from './byLoyaltyAccount.js';
import { money, numberOf } from './lines.js';

type Data = Readonly<Record<string, unknown>>;

export const bonus: ActionWord = {
  name: 'bonus',
  doc: 'Bonuses of the customer: gives some, spends some, or takes back what an order was given or cost. Spending takes what expires first; more than there is fails. Spendings that are taken back return with the expiry that they had.',
  example: '{id: reward, bonus: {credit: 200, program: reviews, expires: 14d, reason: "За отзыв"}}',
  value: shapes.object(
    {
      credit: shapes.value(shapes.number({ min: 0 }), number, 'How many are given.'),
      charge: shapes.value(shapes.number({ min: 0 }), number, 'How many are spent.'),
      reverse: shapes.choice(['credit', 'charge', 'both'], 'What of the order is taken back.'),
      program: shapes.reference('Program', 'The program.'),
      order: shapes.value(shapes.string(), any, 'The order that it belongs to; default: that of the instance.'),
      activates: shapes.duration({ doc: 'When they can be spent; default: as the program says.', computed: true }),
      expires: shapes.duration({ doc: 'When they expire; default: as the program says.', computed: true }),
      share: shapes.value(shapes.number({ min: 0, max: 1 }), number, 'reverse: which part, 0 to 1. Default: 1.'),
      reason: shapes.text({ doc: 'What for.' }),
    },
    { required: ['program'], oneOf: [['credit'], ['charge'], ['reverse']] },
  ),
  shows: [
    'credit',
    'charge',
    'reverse',
    'program',
    'ledger',
    'way',
    'amount',
    'balance',
    'movements',
    'expires',
    'reason',
    'loyalty',
  ],
  idle: (spec) => [
    ...(given(spec, 'bonus')['reverse'] === undefined
      ? idleKeys(spec, 'bonus', ['share'], 'without `reverse`', 'compute the amount: `credit: =order.totalSumm * 0.05`')
      : []),
    ...(given(spec, 'bonus')['credit'] === undefined
      ? idleKeys(
          spec,
          'bonus',
          ['activates', 'expires'],
          'without `credit`',
          'what is spent or taken back keeps its dates',
        )
      : []),
  ],
  idempotency: 'search',
  reaches: 'crm',
  gives: true,
  results: { ok: boolean, amount: number, expires: timestamp, balance: number },
  needs: ['customer'],
  causes: () => ['event loyalty.credited', 'event loyalty.charged'],
  prepare: (context) => {
    const spec = context.spec['bonus'] as Data; // the shape is a map
    const program = context.ambient.facts.programs?.get(String(spec['program']));
    if (program === undefined || context.customer === undefined) return undefined;
    const name = ledgerName(program.code, context.customer);
    const known = ledgerOf(context.memory.read(name), context.scope['customer'], program.ledger === 'crm');
    const moved = move(context, spec, program, known);
    if (moved === undefined || moved instanceof Refusal) return moved;
    context.memory.write(name, JSON.stringify(moved.ledger));
    const reason = context.evaluate(['bonus', 'reason']);
    const { movements, amount, expires, way } = moved;
    return {
      program: program.code,
      ledger: program.ledger,
      way,
      amount,
      balance: balanceOf(moved.ledger, context.now).active,
      movements,
      ...(expires !== undefined && { expires: formatInstant(expires) }),
      ...(reason !== undefined && { reason }),
      ...(program.loyalty !== undefined && { loyalty: program.loyalty }),
      ...(program.connection !== undefined && { connection: program.connection }),
    };
  },
  happen: ({ customer, order, data }, { world }, answer = data) => {
    const { way, amount, expires } = data;
    const { balance } = answer;
    const account = customer === undefined ? undefined : world.customer(customer)?.['loyaltyAccount'];
    const given = way === 'credit' || way === 'reverse-charge';
    return {
      event: {
        type: given ? 'loyalty.credited' : 'loyalty.charged',
        data: {
          // A ledger of our own has nothing to do with the customer's account in the CRM.
          ...(data['ledger'] === 'crm' &&
            balance !== undefined && { account: { ...(isObject(account) ? account : {}), amount: balance } }),
          operation: {
            type: operationTypes[String(way)],
            amount: given ? amount : -Number(amount),
            comment: data['reason'],
            program: data['program'],
          },
          customer: { id: customer },
          ...(order !== undefined && { order: { id: order } }),
        },
      },
      result: { ok: true, amount, balance, ...(expires !== undefined && { expires }) },
    };
  },
  written: ({ data }) => {
    if (data['way'] === undefined) return data; // refused
    const way = String(data['way']);
    const reverse = way === 'reverse' ? 'both' : way.slice('reverse-'.length);
    return { ...data, ...(way.startsWith('reverse') ? { reverse } : { [way]: data['amount'] }) };
  },
  live: { by: 'self' },
  liveOf: ({ data }) => {
    if (data['ledger'] === 'own') return { by: 'self' };
    if (data['ledger'] !== 'http') return { by: 'api', procedure: byLoyaltyAccount, inHistory: false };
    return {
      by: 'declared',
      address: `program/${String(data['program'])}`,
      member: 'calls',
      connection: String(data['connection']),
      calls: byService,
    };
  },
};

const operationTypes: Readonly<Record<string, string>> = {
  credit: 'credit_manual',
  charge: 'charge_manual',
  'reverse-credit': 'cancel_of_credit',
  'reverse-charge': 'cancel_of_charge',
  reverse: 'cancel_of_credit',
};

interface Moved {
  readonly ledger: Ledger;
  readonly way: string;
  readonly amount: number;
  readonly expires?: Instant;
  readonly movements: readonly Movement[];
}

function move(context: StepContext, spec: Data, program: ProgramRole, ledger: Ledger): Moved | Refusal | undefined {
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

/** Asks the balance first, so that a charge over it is known as one; every movement has a key of its own. */
const byService: DeclaredCalls = function* (effect, again) {
  const { data } = effect;
  const movements = data['movements'] as readonly Movement[]; // made above
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
