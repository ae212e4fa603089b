import { isObject } from '../../../model/json.js';
import { phpMap, present } from '../api/answers.js';
import { findNamed } from '../api/identifiers.js';
import { flag, map, text, type Shape } from '../api/members.js';
import { addressShape, contragentShape } from '../customers/shape.js';
import { customFieldValues, defaultValues } from '../fields/values.js';
import type { Writing } from '../store/actor.js';
import { find, get, select, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { corporateStub } from './stub.js';

/** A corporate customer has lists of parts, each with one main part: addresses, companies, people to talk to. */
export interface PartKind {
  readonly collection: 'corporate_addresses' | 'corporate_companies' | 'corporate_contacts';
  /** Segment of the path and member of the list's answer. */
  readonly list: 'addresses' | 'companies' | 'contacts';
  /** Member of a body, and the history's name for it. */
  readonly field: 'address' | 'company' | 'contact';
  /** Member of a row of the history. */
  readonly told: 'address' | 'company' | 'customerContact';
  /** The history's name for a change of the main one, which addresses have none of. */
  readonly mainField?: 'main_company' | 'main_contact';
  /** Member of a new corporate customer that is sent with its parts. */
  readonly within: 'addresses' | 'companies' | 'customerContacts';
  /** What a new part has without being told. */
  readonly birth: (writing: Writing) => Document;
  readonly shape: Shape;
  readonly required: readonly string[];
  /** What only the store tells: members that name other entities. */
  readonly link: (writing: Writing, sent: Document, owner: Stored, problems: Record<string, string>) => Document;
  readonly show: (store: Store, part: Stored) => Document;
  /** The part that a path names within its owner. */
  readonly named: (store: Store, owner: Stored, by: 'id' | 'externalId', value: string) => Stored | undefined;
}

/** By the part's own ids. */
const byOwnId =
  (collection: PartKind['collection']): PartKind['named'] =>
  (store, owner, by, value) => {
    const column = by === 'id' ? 'id = CAST(? AS INTEGER)' : 'external_id = ?';
    return find(store, collection, { sql: `customer_id = ? AND ${column}`, values: [owner.id, value] });
  };

export const addresses: PartKind = {
  collection: 'corporate_addresses',
  list: 'addresses',
  field: 'address',
  told: 'address',
  within: 'addresses',
  birth: () => ({}),
  shape: { ...addressShape, name: text(), externalId: text(), isMain: flag },
  required: [],
  link: () => ({}),
  show: (_store, { id, document }) => {
    const { owner: _owner, ...rest } = document;
    return present({ id, ...rest });
  },
  named: byOwnId('corporate_addresses'),
};

export const companies: PartKind = {
  collection: 'corporate_companies',
  list: 'companies',
  field: 'company',
  told: 'company',
  mainField: 'main_company',
  within: 'companies',
  birth: ({ store, at }) => ({
    active: true,
    createdAt: at,
    contragent: { contragentType: 'legal-entity' },
    customFields: defaultValues(store, 'company'),
  }),
  shape: {
    isMain: flag,
    externalId: text(),
    active: flag,
    name: text(),
    brand: text(),
    site: text(),
    contragent: map(contragentShape),
    customFields: customFieldValues('company'),
  },
  required: ['name'],
  link: ({ store }, sent, owner, problems) => {
    if (!isObject(sent['address'])) return {};
    const address = partNamed(store, addresses, owner, sent['address']);
    if (address === undefined) problems['address'] = 'This customer has no such address.';
    return { address: address?.id };
  },
  show: (store, { id, document }) => {
    const { owner, address, isMain, customFields, contragent, ...rest } = document;
    const customer = get(store, 'corporate_customers', Number(owner));
    const found = address === undefined ? undefined : get(store, 'corporate_addresses', Number(address));
    return present({
      isMain,
      id,
      customer: customer && corporateStub(customer),
      ...rest,
      contragent,
      address: found && addresses.show(store, found),
      // Orders of companies are not kept apart.
      marginSumm: 0,
      totalSumm: 0,
      averageSumm: 0,
      ordersCount: 0,
      costSumm: 0,
      customFields: phpMap(customFields),
    });
  },
  named: byOwnId('corporate_companies'),
};

export const contacts: PartKind = {
  collection: 'corporate_contacts',
  list: 'contacts',
  field: 'contact',
  told: 'customerContact',
  mainField: 'main_contact',
  within: 'customerContacts',
  birth: () => ({ companies: [] }),
  shape: { isMain: flag },
  required: ['customer'],
  link: ({ store }, sent, owner, problems) => {
    const person = isObject(sent['customer']) ? findNamed(store, 'customers', sent['customer']) : undefined;
    if (isObject(sent['customer']) && person === undefined) problems['customer'] = 'There is no such customer.';
    const rows = Array.isArray(sent['companies']) ? sent['companies'].filter(isObject) : undefined;
    const named = rows?.map(
      ({ company, ...row }) => partNamed(store, companies, owner, isObject(company) ? company : row)?.id,
    );
    named?.forEach((id, index) => {
      if (id === undefined) problems[`companies[${index}]`] = 'This customer has no such company.';
    });
    return present({ customer: person?.id, companies: named });
  },
  show: (store, { id, document }) => {
    const person = get(store, 'customers', Number(document['customer']));
    const held = (document['companies'] ?? []) as readonly number[]; // `link` stores ids
    return present({
      isMain: document['isMain'],
      id,
      customer:
        person && present({ id: person.id, externalId: person.document['externalId'], site: person.document['site'] }),
      companies: held.flatMap((company) => {
        const found = get(store, 'corporate_companies', company);
        const { name, externalId } = found?.document ?? {};
        return found ? [{ id: found.id, company: present({ id: found.id, externalId, name }) }] : [];
      }),
    });
  },
  // A person is named as the customer that he is, not by the place on the list.
  named: (store, owner, by, value) => {
    const person = findNamed(store, 'customers', by === 'id' ? { id: value } : { externalId: value });
    const where = { sql: 'customer_id = ? AND contact_id = ?', values: [owner.id, person?.id ?? 0] };
    return find(store, 'corporate_contacts', where);
  },
};

export const partKinds = [addresses, companies, contacts] as const;

/** The part of an owner that `{id}` or `{externalId}` names. */
export function partNamed(
  store: Store,
  kind: PartKind,
  owner: Stored,
  { id, externalId }: Document,
): Stored | undefined {
  const given = id ?? externalId;
  if (given === undefined || given === null) return undefined;
  return kind.named(store, owner, id === undefined ? 'externalId' : 'id', String(given));
}

export function partsOf(store: Store, kind: PartKind, owner: number): readonly Stored[] {
  return select(store, kind.collection, { sql: 'customer_id = ?', values: [owner] }, 'ORDER BY id');
}
