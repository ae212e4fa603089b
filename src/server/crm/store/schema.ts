import type { Database } from 'better-sqlite3';

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

const version = 1;

/** Makes the tables of a new file; throws when the file was made by another version or by something else. */
export function prepareSchema(db: Database): void {
  db.transaction(() => {
    const found = db.pragma('user_version', { simple: true });
    if (found === version) return;
    if (found !== 0) throw new Error(`The store has version ${String(found)}; this crmctl reads version ${version}.`);
    db.exec(fixedTables);
    for (const [name, shape] of collections) db.exec(tableOf(name, shape));
    db.pragma(`user_version = ${version}`);
  }).immediate();
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
