import { shapes } from '../../language/shape.js';
import { any, boolean, number, timestamp } from '../../language/valueType.js';
import { formatInstant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { given, idleKeys } from '../idle.js';
import { ledgerName, ledgerOf } from '../ledger/bonusMemory.js';
import { balanceOf } from '../ledger/ledger.js';
import type { ActionWord } from '../meaning/action.js';
import { Refusal } from '../reasons.js';
import { byBonusService } from './byBonusService.js';
import { byLoyaltyAccount } from './byLoyaltyAccount.js';
import { moveBonuses } from './moveBonuses.js';

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
    const moved = moveBonuses(context, spec, program, known);
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
      calls: byBonusService,
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
