import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { listAnswer, present, success } from '../api/answers.js';
import { entityByPath } from '../api/entities.js';
import { allOf, anyOf, readFilter, since, text, until, type Filters } from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { date, number } from '../api/members.js';
import { offsetOf, readPage, readText, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity, refuseMissing, refuseParameters } from '../api/refused.js';
import { round } from '../orders/sums.js';
import { transact } from '../store/actor.js';
import { get as load, select, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { accountById } from './accounts.js';
import { chargeBonuses, creditBonuses, spendable, today } from './bonuses.js';
import { upToDate } from './upToDate.js';

const times: Filters = {
  createdAtFrom: since('bonus_operations.created_at'),
  createdAtTo: until('bonus_operations.created_at'),
};
const everywhere: Filters = {
  ...times,
  loyalties: anyOf(
    '(SELECT loyalty_id FROM loyalty_accounts WHERE loyalty_accounts.id = bonus_operations.account_id)',
    'integer',
  ),
};

export const operationMethods: readonly Method[] = [
  post('loyalty/account/:id/bonus/credit', 'loyalty_write', creditByHand),
  post('loyalty/account/:id/bonus/charge', 'loyalty_write', chargeByHand),
  get('loyalty/account/:id/bonus/operations', 'loyalty_read', (call) => {
    const account = entityByPath(upToDate(call), 'loyalty_accounts');
    return answerList(call, {
      collection: 'bonus_operations',
      key: 'bonusOperations',
      filters: times,
      order: 'created_at DESC, id DESC',
      within: { sql: 'account_id = ?', values: [account.id] },
      show: (operation) => showOperation(call.store, operation),
    });
  }),
  get('loyalty/bonus/operations', 'loyalty_read', answerAllOperations),
  get('loyalty/account/:id/bonus/:status/details', 'loyalty_read', answerDetails),
];

function creditByHand(call: Call): Answer {
  const amount = readAmount(call);
  const activationDate = readDate(call, 'activationDate') ?? today(call.store);
  const expireDate = readDate(call, 'expireDate');
  if (expireDate !== undefined && expireDate < activationDate) {
    refuseEntity({ expireDate: 'This date must not be before activationDate.' });
  }
  const credit = { amount, activationDate, ...(expireDate === undefined ? {} : { expireDate }) };
  return transact(upToDate(call).store, call.actor, (writing) => {
    creditBonuses(writing, memberByPath(call).id, 'credit_manual', credit, commentOf(call));
    return success({ loyaltyBonus: credit });
  });
}

function chargeByHand(call: Call): Answer {
  const amount = readAmount(call);
  return transact(upToDate(call).store, call.actor, (writing) => {
    chargeBonuses(writing, memberByPath(call).id, 'charge_manual', amount, commentOf(call));
    return success();
  });
}

/** An account that takes part. */
function memberByPath(call: Call): Stored {
  const account = entityByPath(call, 'loyalty_accounts');
  return account.document['status'] === 'activated'
    ? account
    : refuseEntity({ loyaltyAccount: 'This account is not activated.' });
}

function readAmount(call: Call): number {
  const problems: Record<string, string> = {};
  const given = readText(call, 'amount') ?? refuseMissing('amount');
  const read = number()(given, 'amount', { store: call.store, problems });
  if (typeof read === 'number' && read > 0) return round(read);
  return refuseParameters({ amount: problems['amount'] ?? 'This value must be more than 0.' });
}

function readDate(call: Call, name: string): string | undefined {
  const given = readText(call, name);
  if (given === undefined) return undefined;
  const problems: Record<string, string> = {};
  const read = date(given.slice(0, 10), name, { store: call.store, problems });
  return typeof read === 'string' ? read : refuseParameters(problems);
}

function commentOf(call: Call): Document {
  return present({ comment: readText(call, 'comment') });
}

const limits = ['20', '50', '100'];

/** Oldest first, behind a cursor: the way to read them all while new ones come. */
function answerAllOperations(call: Call): Answer {
  const { store } = upToDate(call);
  const limit = readText(call, 'limit') ?? '20';
  if (!limits.includes(limit)) refuseParameters({ limit: `This value must be one of ${limits.join(', ')}.` });
  const cursor = readText(call, 'cursor');
  const after = cursor === undefined ? 0 : readCursor(cursor);
  const where = allOf([readFilter(call, everywhere), { sql: 'id > ?', values: [after] }]);
  const rows = select(store, 'bonus_operations', where, `ORDER BY id LIMIT ${Number(limit) + 1}`);
  const page = rows.slice(0, Number(limit));
  const last = rows.length > page.length ? page.at(-1) : undefined;
  const bonusOperations = page.map((operation) => {
    const account = accountById(store, operation.document['account']);
    return present({
      ...showOperation(store, operation),
      loyaltyAccount: { id: operation.document['account'] },
      loyalty: account && { id: account.document['loyalty'] },
    });
  });
  return success({ pagination: { nextCursor: last ? writeCursor(last) : null }, bonusOperations });
}

function writeCursor({ id, document }: Stored): string {
  return Buffer.from(JSON.stringify([id, document['createdAt']])).toString('base64url');
}

function readCursor(cursor: string): number {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && Number.isSafeInteger(read[0])) return Number(read[0]);
  } catch {
    // Whatever it is, it is no cursor.
  }
  return refuseParameters({ cursor: 'This value is not valid.' });
}

/** Which bonuses, and the day that concerns them. */
const statuses: Readonly<Record<string, { readonly sql: string; readonly days: number; readonly column: string }>> = {
  waiting_activation: { sql: 'activation_date > ? AND remaining > 0', days: 1, column: 'activationDate' },
  burn_soon: { sql: `expire_date IS NOT NULL AND ${spendable}`, days: 2, column: 'expireDate' },
};

function answerDetails(call: Call): Answer {
  const account = entityByPath(upToDate(call), 'loyalty_accounts');
  const { status = '' } = call.request.params;
  const wanted =
    (Object.hasOwn(statuses, status) ? statuses[status] : undefined) ??
    refuseParameters({ status: `This value must be one of: ${Object.keys(statuses).join(', ')}.` });
  const page = readPage(call);
  const day = today(call.store);
  const byDate = text((value) => ({
    sql: `${wanted.column === 'expireDate' ? 'expire_date' : 'activation_date'} <= ?`,
    values: [value.slice(0, 10)],
  }));
  const where = allOf([
    {
      sql: `account_id = ? AND ${wanted.sql}`,
      values: [account.id, ...Array.from({ length: wanted.days }, () => day)],
    },
    readFilter(call, { date: byDate }),
  ]);
  const bonuses = select(call.store, 'bonuses', where, 'ORDER BY id').map(({ document }) => ({
    date: String(document[wanted.column]),
    amount: Number(document['remaining']),
  }));
  bonuses.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const totalAmount = round(bonuses.reduce((sum, bonus) => sum + bonus.amount, 0));
  const shown = bonuses.slice(offsetOf(page), offsetOf(page) + page.limit);
  return listAnswer(page, bonuses.length, 'bonuses', shown, { statistic: { totalAmount } });
}

/** The CRM tells neither the comment of an operation nor when its bonuses expire. */
function showOperation(store: Store, { document }: Stored): Document {
  const { type, createdAt, amount, order, bonus } = document;
  const stored = order === undefined ? undefined : load(store, 'orders', Number(order));
  const named = order === undefined ? undefined : present({ id: order, externalId: stored?.document['externalId'] });
  const shown = isObject(bonus) ? { activationDate: bonus['activationDate'] } : undefined;
  return present({ type, createdAt, amount, order: named, bonus: shown });
}
