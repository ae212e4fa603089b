import type { CrmClient } from '../crm/client.js';
import type { Environment } from '../environment/open.js';
import { isObject } from '../model/json.js';
import type { Selection } from '../model/operations.js';
import { plainPhone } from '../model/phone.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';

type Row = Readonly<Record<string, unknown>>;

/** An id of the CRM; a longer row of digits is a phone or a number of the shop. */
const isId = (named: string): boolean => /^\d{1,9}$/.test(named);

/**
 * With the order that was named by its number, or the customer by e-mail or phone, as ids, which is how the runner knows them. What is
 * an id asks nobody. Ends the command when the CRM knows nobody of that name, or several.
 */
export async function withIds({ crm }: Environment, about: Selection): Promise<Selection> {
  const { order, customer } = about;
  if (order !== undefined && !isId(order)) return { ...about, order: only('order', order, await ordersOf(crm, order)) };
  if (customer !== undefined && !isId(customer))
    return { ...about, customer: only('customer', customer, await customersOf(crm, customer)) };
  return about;
}

/** The scope of a pause, likewise. */
export async function scopeWithId(environment: Environment, scope: string): Promise<string> {
  const [, kind, named = ''] = /^(order|customer)\/(.+)$/.exec(scope) ?? [];
  if (kind === undefined) return scope;
  const { order, customer } = await withIds(environment, kind === 'order' ? { order: named } : { customer: named });
  return `${kind}/${order ?? customer ?? named}`;
}

/** Id of the one order with this number; `undefined` where there is none, or more than one. */
export async function orderOfNumber({ crm }: Environment, number: string): Promise<string | undefined> {
  const found = await ordersOf(crm, number);
  return found.length === 1 ? String(found[0]!['id']) : undefined;
}

async function ordersOf(crm: CrmClient, number: string): Promise<readonly Row[]> {
  return rowsOf(crm, 'orders', { numbers: [number] });
}

/** The CRM looks for parts of an address, and for names and phones in one: only what is the same counts. */
async function customersOf(crm: CrmClient, named: string): Promise<readonly Row[]> {
  if (named.includes('@')) {
    const found = await rowsOf(crm, 'customers', { email: named });
    return found.filter(({ email }) => String(email).toLowerCase() === named.toLowerCase());
  }
  const phone = plainPhone(named);
  if (phone === undefined || /\p{L}/u.test(named))
    throw new Failure(
      exitCodes.usage,
      `customer/${named} names nobody`,
      'a customer is named by id, e-mail or phone: customer/7, customer/anna@example.com, customer/+79161234567',
    );
  const found = await rowsOf(crm, 'customers', { name: phone.slice(-10) });
  return found.filter(({ phones }) => phonesIn(phones).includes(phone));
}

async function rowsOf(crm: CrmClient, list: 'orders' | 'customers', filter: Row): Promise<readonly Row[]> {
  const answer = await crm.call({ method: 'GET', path: list, query: { filter, limit: 100 } });
  const rows: unknown = answer[list];
  const found: readonly Row[] = Array.isArray(rows) ? rows.filter(isObject) : [];
  return found.toSorted((a, b) => Number(a['id']) - Number(b['id']));
}

function phonesIn(phones: unknown): readonly (string | undefined)[] {
  return Array.isArray(phones) ? phones.filter(isObject).map(({ number }) => plainPhone(number)) : [];
}

function only(kind: 'order' | 'customer', named: string, found: readonly Row[]): string {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return String(first['id']);
  const what = kind === 'order' ? `the number "${named}"` : named;
  throw first === undefined
    ? new Failure(exitCodes.usage, `the CRM has no ${kind} with ${what}`, `${kind}/17 would name one by its id there`)
    : new Failure(
        exitCodes.usage,
        `several ${kind}s have ${what}: ${found.map((row) => described(kind, row)).join('; ')}`,
        `name one by its id: ${kind}/${String(first['id'])}`,
        { candidates: found.map(({ id }) => `${kind}/${String(id)}`) },
      );
}

/** `order/17 of 2026-03-02 10:00:00`, enough to tell one from the other. */
function described(kind: 'order' | 'customer', { id, createdAt, site }: Row): string {
  return [`${kind}/${String(id)} of ${String(createdAt)}`, ...(typeof site === 'string' ? [`in ${site}`] : [])].join(
    ' ',
  );
}
