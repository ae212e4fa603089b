import type { Answer } from '../../http/plane.js';
import { success } from '../api/answers.js';
import { entityByPath } from '../api/entities.js';
import {
  anyOf,
  customFields,
  equal,
  flag,
  member,
  since,
  text,
  until,
  type Filter,
  type Filters,
  within,
} from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { readSite } from '../api/sites.js';
import { phoneDigits } from '../customers/phones.js';
import { transact } from '../store/actor.js';
import type { Stored } from '../store/documents.js';
import { startVerification } from '../verification/checks.js';
import { accountById, activateAccount, createAccount, editAccount, ordersSumSql, showAccount } from './accounts.js';
import { spendable, today } from './bonuses.js';
import { calculateOrder } from './calculate.js';
import { operationMethods } from './operations.js';
import { orderLoyaltyMethods } from './orders.js';
import { programById, showProgram, showWholeProgram } from './programs.js';
import { upToDate } from './upToDate.js';

const read = 'loyalty_read';
const write = 'loyalty_write';
const of = (name: string): string => member('loyalty_accounts', name);
const ofCustomer = (sql: string): string =>
  `(SELECT ${sql} FROM customers WHERE customers.id = loyalty_accounts.customer_id)`;

/** Of the bonuses that can be spent today. */
function amount(comparison: '>=' | '<='): Filter {
  const sum = `(SELECT coalesce(sum(remaining), 0) FROM bonuses WHERE account_id = loyalty_accounts.id AND ${spendable})`;
  return text((value, store) =>
    Number.isFinite(Number(value))
      ? { sql: `${sum} ${comparison} ?`, values: [today(store), today(store), Number(value)] }
      : undefined,
  );
}

const burnDate = (comparison: '>=' | '<='): Filter =>
  text((value) =>
    /^\d{4}-\d\d-\d\d/.test(value)
      ? {
          sql: `EXISTS (SELECT 1 FROM bonuses WHERE account_id = loyalty_accounts.id AND remaining > 0 AND expire_date ${comparison} ?)`,
          values: [value.slice(0, 10)],
        }
      : undefined,
  );

const ordersSum = (comparison: '>=' | '<='): Filter =>
  text((value) =>
    Number.isFinite(Number(value)) ? { sql: `${ordersSumSql} ${comparison} ?`, values: [Number(value)] } : undefined,
  );

const accountFilters: Filters = {
  id: anyOf('loyalty_accounts.id', 'integer'),
  ids: anyOf('loyalty_accounts.id', 'integer'),
  status: equal('loyalty_accounts.status'),
  loyalties: anyOf('loyalty_accounts.loyalty_id', 'integer'),
  sites: anyOf(ofCustomer('site')),
  minAmount: amount('>='),
  maxAmount: amount('<='),
  minOrdersSum: ordersSum('>='),
  maxOrdersSum: ordersSum('<='),
  createdAtFrom: since('loyalty_accounts.created_at'),
  createdAtTo: until('loyalty_accounts.created_at'),
  burnDateFrom: burnDate('>='),
  burnDateTo: burnDate('<='),
  customer: text((value) => ({
    sql: `EXISTS (SELECT 1 FROM customers WHERE customers.id = loyalty_accounts.customer_id AND
      instr(fold(concat_ws(' ', json_extract(customers.document, '$.lastName'), json_extract(customers.document, '$.firstName'),
        json_extract(customers.document, '$.patronymic'), customers.email)), fold(?)) > 0)`,
    values: [value],
  })),
  customerId: anyOf('loyalty_accounts.customer_id', 'integer'),
  customerExternalId: anyOf(ofCustomer('external_id')),
  cardNumber: equal(of('cardNumber')),
  phoneNumber: text((value) => ({
    sql: `replace(replace(replace(replace(replace(${of('phoneNumber')}, '+', ''), ' ', ''), '-', ''), '(', ''), ')', '') IN (?, ?)`,
    values: [phoneDigits(value), phoneDigits(value).replace(/^7/, '8')],
  })),
  level: anyOf(of('loyaltyLevelId'), 'integer'),
  customFields: customFields('loyalty_accounts'),
};

const programFilters: Filters = {
  ids: anyOf('loyalties.id', 'integer'),
  active: flag('loyalties.active'),
  blocked: flag(member('loyalties', 'blocked')),
  sites: within(
    anyOf('site.value'),
    (sql) => `EXISTS (SELECT 1 FROM json_each(loyalties.document, '$.sites') AS site WHERE ${sql})`,
  ),
};

/** `loyalty/*` */
export const loyaltyMethods: readonly Method[] = [
  get('loyalty/loyalties', read, (call) =>
    answerList(call, {
      collection: 'loyalties',
      key: 'loyalties',
      filters: programFilters,
      order: 'id',
      show: showProgram,
    }),
  ),
  get('loyalty/loyalties/:id', read, (call) =>
    success({ loyalty: showWholeProgram(entityByPath(call, 'loyalties')), requiredFields: [] }),
  ),
  get('loyalty/accounts', read, (call) =>
    answerList(upToDate(call), {
      collection: 'loyalty_accounts',
      key: 'loyaltyAccounts',
      filters: accountFilters,
      show: (account) => showAccount(call.store, account),
    }),
  ),
  get('loyalty/account/:id', read, (call) =>
    success({ loyaltyAccount: showAccount(call.store, entityByPath(upToDate(call), 'loyalty_accounts')) }),
  ),
  post('loyalty/account/create', write, (call) => {
    const sent = readEntity(call, 'loyaltyAccount');
    const site = readSite(call);
    return transact(call.store, call.actor, (writing) => answerAccount(call, site, createAccount(writing, sent, site)));
  }),
  post('loyalty/account/:id/edit', write, (call) => {
    const sent = readEntity(call, 'loyaltyAccount');
    return transact(call.store, call.actor, (writing) => {
      const account = editAccount(writing, entityByPath(call, 'loyalty_accounts'), sent);
      return answerAccount(call, undefined, account);
    });
  }),
  post('loyalty/account/:id/activate', write, activate),
  ...operationMethods,
  post('loyalty/calculate', read, calculateOrder),
  ...orderLoyaltyMethods,
];

function answerAccount(call: Call, site: string | undefined, account: Stored): Answer {
  return success({
    ...(site === undefined ? {} : { site }),
    loyaltyAccount: showAccount(call.store, account),
    warnings: [],
  });
}

/** At once, or when the code of a text message has come back, if the program wants that. */
function activate(call: Call): Answer {
  return transact(call.store, call.actor, (writing) => {
    const account = entityByPath(call, 'loyalty_accounts');
    const program = programById(call.store, account.document['loyalty']);
    const confirmed = account.document['confirmedPhoneAt'] !== undefined;
    if (program?.document['confirmSmsRegistration'] === true && !confirmed) {
      const verification = startVerification(writing, 'verify_customer', { account: account.id });
      return success({
        loyaltyAccount: showAccount(call.store, accountById(call.store, account.id) ?? account),
        verification,
      });
    }
    return success({ loyaltyAccount: showAccount(call.store, activateAccount(writing, account)) });
  });
}
