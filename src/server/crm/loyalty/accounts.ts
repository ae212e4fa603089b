import { phpMap, present } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { findNamed } from '../api/identifiers.js';
import { integer, text, type Shape } from '../api/members.js';
import { refuseEntity, Refused } from '../api/refused.js';
import { isObject } from '../../../model/json.js';
import { customFieldValues, defaultValues } from '../fields/values.js';
import type { Writing } from '../store/actor.js';
import { find, get, insert, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { amountOf } from './bonuses.js';
import { levelsOf, programById, programOfSite, showLevel, type Level } from './programs.js';

const shape: Shape = {
  phoneNumber: text(),
  cardNumber: text(),
  loyaltyLevelId: integer(1),
  customFields: customFieldValues('loyalty_account'),
};

/** SQL: sum of the completed orders of the account's customer. */
export const ordersSumSql = `(SELECT coalesce(sum(orders.total_summ), 0) FROM orders JOIN reference_items AS s
  ON s.reference = 'statuses' AND s.code = orders.status AND json_extract(s.document, '$.group') = 'complete'
  WHERE orders.customer_id = loyalty_accounts.customer_id)`;

/** Makes a customer a member of the shop's program; it takes part once it is activated. */
export function createAccount(writing: Writing, sent: Document, site: string): Stored {
  const { store, at } = writing;
  const program = programOfSite(store, site) ?? refuseEntity({ site: 'This site has no active loyalty program.' });
  const named = isObject(sent['customer']) ? sent['customer'] : {};
  const customer =
    findNamed(store, 'customers', named, site) ?? refuseEntity({ customer: 'There is no such customer.' });
  if (
    find(store, 'loyalty_accounts', { sql: 'loyalty_id = ? AND customer_id = ?', values: [program.id, customer.id] })
  ) {
    throw new Refused(400, 'Loyalty account already exists.', { customer: 'This customer takes part already.' });
  }
  const birth = {
    loyalty: program.id,
    customer: customer.id,
    active: false,
    status: 'not_confirmed',
    createdAt: at,
    customFields: defaultValues(store, 'loyalty_account'),
  };
  const document = lay(writing, birth, sent, program, ['phoneNumber']);
  return { id: insert(store, 'loyalty_accounts', document), document };
}

export function editAccount(writing: Writing, { id, document: old }: Stored, sent: Document): Stored {
  const program = programById(writing.store, old['loyalty']);
  const document = lay(writing, old, sent, program, []);
  replace(writing.store, 'loyalty_accounts', id, document);
  return { id, document };
}

export function activateAccount({ store, at }: Writing, { id, document: old }: Stored, members: Document = {}): Stored {
  const document = { ...old, active: true, status: 'activated', activatedAt: old['activatedAt'] ?? at, ...members };
  replace(store, 'loyalty_accounts', id, document);
  return { id, document };
}

function lay(
  writing: Writing,
  old: Document,
  sent: Document,
  program: Stored | undefined,
  required: readonly string[],
): Document {
  return layEntity(writing, shape, old, sent, required, ({ loyaltyLevelId }, problems) => {
    const known = program ? levelsOf(program) : [];
    if (loyaltyLevelId !== undefined && !known.some(({ id }) => id === loyaltyLevelId)) {
      problems['loyaltyLevelId'] ??= 'The program has no such level.';
    }
  });
}

/** The member account of a customer in a shop that can use its privileges. */
export function activeAccount(store: Store, customer: number, site: string): Stored | undefined {
  const program = programOfSite(store, site);
  if (program === undefined) return undefined;
  const where = { sql: `loyalty_id = ? AND customer_id = ? AND status = 'activated'`, values: [program.id, customer] };
  return find(store, 'loyalty_accounts', where);
}

export function accountById(store: Store, id: unknown): Stored | undefined {
  return get(store, 'loyalty_accounts', Number(id));
}

interface Standing {
  readonly ordersSum: number;
  readonly level: Level | undefined;
  readonly nextLevelSum: number | undefined;
}

/** The level that the sum of completed orders gives, or the one that somebody gave; and what the next one takes. */
export function standingOf(store: Store, { id, document }: Stored): Standing {
  const row = store.db
    .prepare<[number], { sum: number }>(`SELECT ${ordersSumSql} AS sum FROM loyalty_accounts WHERE id = ?`)
    .get(id);
  const ordersSum = row?.sum ?? 0;
  const program = programById(store, document['loyalty']);
  const levels = program ? levelsOf(program) : [];
  const given = levels.find((level) => level.id === document['loyaltyLevelId']);
  const level = given ?? levels.findLast(({ sum }) => sum <= ordersSum);
  return { ordersSum, level, nextLevelSum: levels.find(({ sum }) => sum > Math.max(ordersSum, level?.sum ?? 0))?.sum };
}

export function showAccount(store: Store, account: Stored): Document {
  const { loyalty, customer, loyaltyLevelId: _given, customFields, active, ...rest } = account.document;
  const { phoneNumber, cardNumber, status, ...times } = rest;
  const { level, ordersSum, nextLevelSum } = standingOf(store, account);
  const program = programById(store, loyalty);
  const owner = get(store, 'customers', Number(customer));
  return present({
    active,
    id: account.id,
    loyalty: program && { id: program.id, currency: program.document['currency'] },
    customer: owner && showOwner(owner),
    phoneNumber,
    cardNumber,
    amount: amountOf(store, account.id),
    ordersSum,
    nextLevelSum,
    level: level && showLevel(level),
    ...times,
    status,
    customFields: phpMap(customFields),
  });
}

function showOwner({ id, document }: Stored): Document {
  const { externalId, site, customFields, firstName, lastName, patronymic } = document;
  return present({ id, externalId, site, customFields: phpMap(customFields), firstName, lastName, patronymic });
}
