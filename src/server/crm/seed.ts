import { Refused } from './api/refused.js';
import { insert, type Document } from './store/documents.js';
import type { Writing } from './store/actor.js';
import { transact } from './store/actor.js';
import type { Store } from './store/open.js';
import { createCustomer } from './customers/write.js';
import { createOrder } from './orders/write.js';
import { addProgram, type ProgramInput } from './loyalty/programs.js';
import { referenceItems } from './references/items.js';
import { seedChannels, seedReferences } from './references/seed.js';
import { putSegment, setMembership, type SegmentInput } from './segments/rows.js';
import { putSetting } from './settings/rows.js';

export interface AccountOptions {
  readonly timezone: string;
  readonly currency: string;
  /** A locale or its first two letters: `ru`, `RU`. */
  readonly language: string;
  /** Its loyalty program: the API reads programs, people make them. Default: none. */
  readonly loyalty?: ProgramInput;
}

/** What a new account holds before anybody has worked in it: references, settings, user groups, one administrator. */
export function seedAccount(store: Store, { timezone, currency, language, loyalty }: AccountOptions): void {
  transact(store, { source: 'code' }, (writing) => {
    const { at } = writing;
    seedChannels(store);
    if (referenceItems(store, 'statuses').length > 0) return;
    putSetting(store, 'default_currency', { value: currency, updated_at: at });
    putSetting(store, 'system_language', { value: language.slice(0, 2).toUpperCase(), updated_at: at });
    putSetting(store, 'timezone', { value: timezone, updated_at: at });
    putSetting(store, 'work_times', workTimes);
    putSetting(store, 'non_working_days', []);
    seedReferences(store, currency);
    for (const group of groups) insert(store, 'user_groups', { ...groupDefaults, ...group });
    addUser(store, at, {
      email: 'admin@shop.example',
      firstName: 'Администратор',
      isAdmin: true,
      groups: ['superadmins'],
    });
    if (loyalty !== undefined) addProgram(writing, { currency, ...loyalty }, 'main');
  });
}

/** Everything in the forms that the API takes, unless said otherwise. Written through the same code, history included. */
export interface CrmSeed {
  /** Members of a user; `groups` are codes (`manager`, `director`, `superadmins`). */
  readonly users?: readonly Document[];
  readonly customers?: readonly Document[];
  readonly orders?: readonly Document[];
  readonly segments?: readonly (SegmentInput & { readonly customers?: readonly number[] })[];
  /** `offers` inside; `groups` by id. */
  readonly products?: readonly Document[];
  /** `name`, `externalId`, `parentId`. */
  readonly productGroups?: readonly Document[];
  readonly loyalties?: readonly ProgramInput[];
  /** Settings by name, in the form of `GET settings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface SeededIds {
  readonly users: readonly number[];
  readonly customers: readonly number[];
  readonly orders: readonly number[];
}

/** Fills a store, for demos and tests, in one transaction; the history names the code as its source. Throws what the API would refuse. */
export function seedCrm(store: Store, seed: CrmSeed, site = 'main'): SeededIds {
  try {
    return writeSeed(store, seed, site);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Error(`The seed is refused: ${error.message} ${JSON.stringify(error.errors ?? {})}`, { cause: error });
  }
}

function writeSeed(store: Store, seed: CrmSeed, site: string): SeededIds {
  return transact(store, { source: 'code' }, (writing) => {
    for (const [name, value] of Object.entries(seed.settings ?? {})) putSetting(store, name, value);
    const users = (seed.users ?? []).map((user) => addUser(store, writing.at, user));
    for (const group of seed.productGroups ?? []) insert(store, 'product_groups', { site, active: true, ...group });
    for (const product of seed.products ?? []) addProduct(writing, site, product);
    for (const program of seed.loyalties ?? []) addProgram(writing, program, site);
    const customers = (seed.customers ?? []).map((customer) => createCustomer(writing, customer, site).id);
    const orders = (seed.orders ?? []).map((order) => createOrder(writing, order, site).id);
    for (const segment of seed.segments ?? []) {
      putSegment(writing, segment);
      for (const customer of segment.customers ?? []) setMembership(writing, segment.code, customer, true);
    }
    return { users, customers, orders };
  });
}

function addUser(store: Store, at: string, user: Document): number {
  return insert(store, 'users', {
    createdAt: at,
    active: true,
    status: 'free',
    online: false,
    isAdmin: false,
    isManager: true,
    groups: ['manager'],
    ...user,
  });
}

function addProduct({ store, at }: Writing, site: string, { offers, ...product }: Document): void {
  const productId = insert(store, 'products', {
    type: 'product',
    active: true,
    groups: [],
    site,
    updatedAt: at,
    ...product,
  });
  const rows = (offers ?? []) as readonly Document[]; // the seed's form
  for (const offer of rows) {
    insert(store, 'offers', {
      name: product['name'],
      active: true,
      quantity: 0,
      prices: [],
      images: [],
      site,
      productId,
      ...offer,
    });
  }
}

const workTimes = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map((day_type) => ({
  day_type,
  start_time: '09:00',
  end_time: '18:00',
  lunch_start_time: '13:00',
  lunch_end_time: '14:00',
}));

const groupDefaults = {
  isManager: false,
  isPosManager: false,
  isDeliveryMen: false,
  deliveryTypes: [],
  breakdownOrderTypes: [],
  breakdownSites: [],
  breakdownOrderMethods: [],
  grantedOrderTypes: [],
  grantedSites: [],
};

const groups = [
  { name: 'Администраторы', code: 'superadmins' },
  { name: 'Руководители', code: 'director' },
  { name: 'Менеджеры', code: 'manager', isManager: true },
];
