import type { Database } from 'better-sqlite3';
import type { Layout } from '../../../sqlite/layout.js';

/** Tables of documents: a row is an id and its JSON; `columns` are generated from it for filters and indexes. */
interface Shape {
  /** Column → JSON path. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns, or expressions over them. */
  readonly indexes?: readonly string[];
  /** Partial unique indexes: rows where the last column is null are left out. */
  readonly unique?: readonly (readonly string[])[];
}

const shapes = {
  orders: {
    columns: {
      external_id: '$.externalId',
      site: '$.site',
      number: '$.number',
      status: '$.status',
      customer_id: '$.customer.id',
      created_at: '$.createdAt',
      status_updated_at: '$.statusUpdatedAt',
      email: '$.email',
      phone: '$.phone',
      total_summ: '$.totalSumm',
    },
    indexes: ['status', 'customer_id', 'created_at', 'number'],
    unique: [['site', 'external_id']],
  },
  customers: {
    columns: {
      external_id: '$.externalId',
      site: '$.site',
      created_at: '$.createdAt',
      email: '$.email',
      browser_id: '$.browserId',
    },
    indexes: ['created_at', 'lower(email)', 'browser_id'],
    unique: [['site', 'external_id']],
  },
  tasks: {
    columns: {
      performer: '$.performer',
      complete: '$.complete',
      created_at: '$.createdAt',
      datetime: '$.datetime',
      completed_at: '$.completedAt',
      order_id: '$.order.id',
      customer_id: '$.customer.id',
    },
    indexes: ['order_id', 'customer_id', 'created_at'],
  },
  task_comments: { columns: { task_id: '$.task' }, indexes: ['task_id'] },
  notes: {
    columns: { customer_id: '$.customer.id', manager_id: '$.managerId', created_at: '$.createdAt' },
    indexes: ['customer_id'],
  },
  costs: { columns: { order_id: '$.order.id', cost_item: '$.costItem', created_at: '$.createdAt' } },
  users: { columns: { email: '$.email' } },
  user_groups: { columns: { code: '$.code' }, unique: [['code']] },
  notifications: { columns: { type: '$.type', created_at: '$.createdAt' } },
  calls: {
    columns: { external_id: '$.externalId', phone: '$.phone', user_id: '$.userId', date: '$.date' },
    indexes: ['phone'],
    unique: [['external_id']],
  },
  call_events: { columns: { type: '$.type', phone: '$.phone', created_at: '$.createdAt' }, indexes: ['phone'] },
  carts: { columns: { site: '$.site', customer_id: '$.customer' }, unique: [['site', 'customer_id']] },
  favorites: {
    columns: { site: '$.site', customer_id: '$.customer', offer_id: '$.offer' },
    unique: [['site', 'customer_id', 'offer_id']],
  },
  loyalties: { columns: { active: '$.active' } },
  loyalty_accounts: {
    columns: { loyalty_id: '$.loyalty', customer_id: '$.customer', status: '$.status', created_at: '$.createdAt' },
    indexes: ['customer_id'],
  },
  bonuses: {
    columns: {
      account_id: '$.account',
      activation_date: '$.activationDate',
      expire_date: '$.expireDate',
      remaining: '$.remaining',
    },
    indexes: ['account_id'],
  },
  bonus_operations: {
    columns: { account_id: '$.account', type: '$.type', order_id: '$.order', created_at: '$.createdAt' },
    indexes: ['account_id', 'order_id'],
  },
  files: { columns: { created_at: '$.createdAt', type: '$.type', size: '$.size' } },
  corporate_customers: {
    columns: { external_id: '$.externalId', site: '$.site', nick_name: '$.nickName', created_at: '$.createdAt' },
    indexes: ['created_at'],
    unique: [['site', 'external_id']],
  },
  corporate_addresses: { columns: { customer_id: '$.owner', external_id: '$.externalId' }, indexes: ['customer_id'] },
  corporate_companies: { columns: { customer_id: '$.owner', external_id: '$.externalId' }, indexes: ['customer_id'] },
  corporate_contacts: { columns: { customer_id: '$.owner', contact_id: '$.customer' }, indexes: ['customer_id'] },
  corporate_notes: {
    columns: { customer_id: '$.customer.id', manager_id: '$.managerId', created_at: '$.createdAt' },
    indexes: ['customer_id'],
  },
  packs: { columns: { item_id: '$.item', order_id: '$.order', store: '$.store' }, indexes: ['item_id', 'order_id'] },
  shipments: { columns: { external_id: '$.externalId', delivery_type: '$.deliveryType', date: '$.date' } },
  integration_modules: { columns: { code: '$.code' }, unique: [['code']] },
  invoices: { columns: { uuid: '$.invoiceUuid' }, unique: [['uuid']] },
  verifications: { columns: { check_id: '$.checkId' }, unique: [['check_id']] },
  web_clients: { columns: { client_id: '$.clientId' } },
  web_sources: { columns: { client_id: '$.clientId' } },
  web_visits: { columns: { client_id: '$.clientId' } },
  segments: { columns: { code: '$.code', created_at: '$.createdAt' }, unique: [['code']] },
  product_groups: { columns: { external_id: '$.externalId', parent_id: '$.parentId', site: '$.site' } },
  products: {
    columns: { external_id: '$.externalId', article: '$.article', site: '$.site', active: '$.active' },
    indexes: ['external_id'],
  },
  offers: {
    columns: {
      product_id: '$.productId',
      external_id: '$.externalId',
      xml_id: '$.xmlId',
      site: '$.site',
      active: '$.active',
    },
    indexes: ['product_id', 'external_id', 'xml_id'],
  },
} as const satisfies Record<string, Shape>;

export type Collection = keyof typeof shapes;

const collections: readonly (readonly [Collection, Shape])[] = Object.entries(shapes) as [Collection, Shape][]; // entries() forgets the key's type

const fixedTables = `
CREATE TABLE settings (name TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL, sites TEXT
) STRICT;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reference_items (
  reference TEXT NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (reference, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE custom_fields (
  entity TEXT NOT NULL, code TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (entity, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE dictionaries (code TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE customer_phones (
  customer_id INTEGER NOT NULL, digits TEXT NOT NULL, PRIMARY KEY (customer_id, digits)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_phones_by_digits ON customer_phones (digits);
CREATE TABLE order_payments (payment_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, external_id TEXT) STRICT;
CREATE INDEX order_payments_by_order ON order_payments (order_id);
CREATE INDEX order_payments_by_external_id ON order_payments (external_id);
CREATE TABLE customer_totals (
  customer_id INTEGER PRIMARY KEY, orders_count INTEGER NOT NULL, total_summ REAL NOT NULL, average_summ REAL NOT NULL,
  margin_summ REAL NOT NULL, cost_summ REAL NOT NULL, first_order_at TEXT, last_order_at TEXT
) STRICT;
CREATE TABLE segment_members (
  segment_id INTEGER NOT NULL, customer_id INTEGER NOT NULL, PRIMARY KEY (segment_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_members_by_customer ON segment_members (customer_id);
CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, entity TEXT NOT NULL, subject INTEGER NOT NULL, external_id TEXT, created_at TEXT NOT NULL,
  field TEXT NOT NULL, old_value TEXT NOT NULL, new_value TEXT NOT NULL,
  created INTEGER NOT NULL, deleted INTEGER NOT NULL, source TEXT NOT NULL, user_id INTEGER, key_id INTEGER,
  members TEXT NOT NULL
) STRICT;
CREATE INDEX history_by_entity ON history (entity, id);
CREATE INDEX history_by_subject ON history (entity, subject, id);
`;

const fileBytes = `
CREATE TABLE file_bytes (file_id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
`;

/**
 * Collections are made as they are declared above, where they are missing: one more is a further step without a line of its own. One that
 * gets another column needs a step that adds it.
 */
export const crmLayout: Layout = {
  name: 'embedded CRM',
  applicationId: 0x63_72_6d_65, // "crme"
  knownBy: 'reference_items',
  steps: [
    { to: 1, run: fixedTables },
    { to: 2, run: fileBytes },
    // The first with an id: what version 2 has is the same.
    { to: 3, run: makeCollections },
  ],
};

function makeCollections(db: Database): void {
  const names = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  const present = new Set(names);
  for (const [name, shape] of collections) if (!present.has(name)) db.exec(tableOf(name, shape));
}

function tableOf(name: string, shape: Shape): string {
  const columns = Object.entries(shape.columns).map(
    ([column, path]) => `, ${column} GENERATED ALWAYS AS (json_extract(document, '${path}')) VIRTUAL`,
  );
  const indexes = (shape.indexes ?? []).map(
    (column) => `CREATE INDEX ${name}_by_${column.replace(/\W+/g, '_')} ON ${name} (${column});`,
  );
  const unique = (shape.unique ?? []).map(
    (key) =>
      `CREATE UNIQUE INDEX ${name}_one_${key.join('_')} ON ${name} (${key.join(', ')}) WHERE ${key.at(-1)!} IS NOT NULL;`,
  );
  const table = `CREATE TABLE ${name} (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL${columns.join('')});`;
  return [table, ...indexes, ...unique].join('\n');
}
