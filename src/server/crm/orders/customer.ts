import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import { findNamed } from '../api/identifiers.js';
import { refuseEntity } from '../api/refused.js';
import { phoneDigits } from '../customers/phones.js';
import { createCustomer, findByContact } from '../customers/write.js';
import type { Writing } from '../store/actor.js';
import { find, type Document, type Stored } from '../store/documents.js';

/**
 * Whose order it is: the customer that it names, else the one with its phone or e-mail, else a new one made of the order's contact
 * data. An order without any contact data belongs to nobody.
 */
export function customerOf(writing: Writing, sent: Document, order: Document, site: string): Stored | undefined {
  const named = isObject(sent['customer']) ? sent['customer'] : {};
  if (isGiven(named['id']) || isGiven(named['externalId'])) {
    const found = findNamed(writing.store, 'customers', named, isGiven(named['id']) ? undefined : siteOf(named, site));
    return found ?? refuseEntity({ customer: `"Customer" with ${wordsOf(named)} does not exist.` });
  }
  const browserId = isGiven(named['browserId']) ? String(named['browserId']) : undefined;
  const known = browserId && find(writing.store, 'customers', { sql: 'browser_id = ?', values: [browserId] });
  if (known) return known;
  const phones = [order['phone'], order['additionalPhone']].filter(isGiven).map(String);
  const email = isGiven(order['email']) ? String(order['email']) : undefined;
  const found = findByContact(
    writing,
    phones.map(phoneDigits).filter((digits) => digits !== ''),
    email,
  );
  if (found) return found;
  const { firstName, lastName, patronymic, managerId, source, contragent } = order;
  if (![firstName, lastName, patronymic, email, browserId, ...phones].some(isGiven)) return undefined;
  const address = isObject(order['delivery']) ? order['delivery']['address'] : undefined;
  const contact = { firstName, lastName, patronymic, email, managerId, source, contragent, address, browserId };
  return createCustomer(writing, present({ ...contact, phones: phones.map((number) => ({ number })) }), site);
}

/** What an order takes over from its customer when it does not say it itself. */
export function contactOf({ document }: Stored): Document {
  const { firstName, lastName, patronymic, email, phones } = document;
  const first: unknown = Array.isArray(phones) ? phones[0] : undefined;
  return present({ firstName, lastName, patronymic, email, phone: isObject(first) ? first['number'] : undefined });
}

function siteOf(named: Document, site: string): string {
  return isGiven(named['site']) ? String(named['site']) : site;
}

function wordsOf({ id, externalId }: Document): string {
  return isGiven(id) ? `id="${String(id)}"` : `externalId="${String(externalId)}"`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
