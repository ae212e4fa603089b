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
CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, external_id GENERATED ALWAYS AS (json_extract(document, '$.externalId')) VIRTUAL, site GENERATED ALWAYS AS (json_extract(document, '$.site')) VIRTUAL, number GENERATED ALWAYS AS (json_extract(document, '$.number')) VIRTUAL, status GENERATED ALWAYS AS (json_extract(document, '$.status')) VIRTUAL, customer_id GENERATED ALWAYS AS (json_extract(document, '$.customer.id')) VIRTUAL, created_at GENERATED ALWAYS AS (json_extract(document, '$.createdAt')) VIRTUAL, status_updated_at GENERATED ALWAYS AS (json_extract(document, '$.statusUpdatedAt')) VIRTUAL, email GENERATED ALWAYS AS (json_extract(document, '$.email')) VIRTUAL, phone GENERATED ALWAYS AS (json_extract(document, '$.phone')) VIRTUAL, total_summ GENERATED ALWAYS AS (json_extract(document, '$.totalSumm')) VIRTUAL);
CREATE INDEX orders_by_status ON orders (status);
CREATE INDEX orders_by_customer_id ON orders (customer_id);
CREATE INDEX orders_by_created_at ON orders (created_at);
CREATE INDEX orders_by_number ON orders (number);
CREATE UNIQUE INDEX orders_one_site_external_id ON orders (site, external_id) WHERE external_id IS NOT NULL;
CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, external_id GENERATED ALWAYS AS (json_extract(document, '$.externalId')) VIRTUAL, site GENERATED ALWAYS AS (json_extract(document, '$.site')) VIRTUAL, created_at GENERATED ALWAYS AS (json_extract(document, '$.createdAt')) VIRTUAL, email GENERATED ALWAYS AS (json_extract(document, '$.email')) VIRTUAL, browser_id GENERATED ALWAYS AS (json_extract(document, '$.browserId')) VIRTUAL);
CREATE INDEX customers_by_created_at ON customers (created_at);
CREATE INDEX customers_by_email ON customers (email);
CREATE INDEX customers_by_browser_id ON customers (browser_id);
CREATE UNIQUE INDEX customers_one_site_external_id ON customers (site, external_id) WHERE external_id IS NOT NULL;
CREATE TABLE tasks (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, performer GENERATED ALWAYS AS (json_extract(document, '$.performer')) VIRTUAL, complete GENERATED ALWAYS AS (json_extract(document, '$.complete')) VIRTUAL, created_at GENERATED ALWAYS AS (json_extract(document, '$.createdAt')) VIRTUAL, datetime GENERATED ALWAYS AS (json_extract(document, '$.datetime')) VIRTUAL, completed_at GENERATED ALWAYS AS (json_extract(document, '$.completedAt')) VIRTUAL, order_id GENERATED ALWAYS AS (json_extract(document, '$.order.id')) VIRTUAL, customer_id GENERATED ALWAYS AS (json_extract(document, '$.customer.id')) VIRTUAL);
CREATE INDEX tasks_by_order_id ON tasks (order_id);
CREATE INDEX tasks_by_customer_id ON tasks (customer_id);
CREATE INDEX tasks_by_created_at ON tasks (created_at);
CREATE TABLE task_comments (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, task_id GENERATED ALWAYS AS (json_extract(document, '$.task')) VIRTUAL);
CREATE INDEX task_comments_by_task_id ON task_comments (task_id);
CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, customer_id GENERATED ALWAYS AS (json_extract(document, '$.customer.id')) VIRTUAL, manager_id GENERATED ALWAYS AS (json_extract(document, '$.managerId')) VIRTUAL, created_at GENERATED ALWAYS AS (json_extract(document, '$.createdAt')) VIRTUAL);
CREATE INDEX notes_by_customer_id ON notes (customer_id);
CREATE TABLE costs (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, order_id GENERATED ALWAYS AS (json_extract(document, '$.order.id')) VIRTUAL, cost_item GENERATED ALWAYS AS (json_extract(document, '$.costItem')) VIRTUAL, created_at GENERATED ALWAYS AS (json_extract(document, '$.createdAt')) VIRTUAL);
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, email GENERATED ALWAYS AS (json_extract(document, '$.email')) VIRTUAL);
CREATE TABLE user_groups (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, code GENERATED ALWAYS AS (json_extract(document, '$.code')) VIRTUAL);
CREATE UNIQUE INDEX user_groups_one_code ON user_groups (code) WHERE code IS NOT NULL;
CREATE TABLE segments (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, code GENERATED ALWAYS AS (json_extract(document, '$.code')) VIRTUAL, created_at GENERATED ALWAYS AS (json_extract(document, '$.createdAt')) VIRTUAL);
CREATE UNIQUE INDEX segments_one_code ON segments (code) WHERE code IS NOT NULL;
CREATE TABLE product_groups (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, external_id GENERATED ALWAYS AS (json_extract(document, '$.externalId')) VIRTUAL, parent_id GENERATED ALWAYS AS (json_extract(document, '$.parentId')) VIRTUAL, site GENERATED ALWAYS AS (json_extract(document, '$.site')) VIRTUAL);
CREATE TABLE products (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, external_id GENERATED ALWAYS AS (json_extract(document, '$.externalId')) VIRTUAL, article GENERATED ALWAYS AS (json_extract(document, '$.article')) VIRTUAL, site GENERATED ALWAYS AS (json_extract(document, '$.site')) VIRTUAL, active GENERATED ALWAYS AS (json_extract(document, '$.active')) VIRTUAL);
CREATE INDEX products_by_external_id ON products (external_id);
CREATE TABLE offers (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, product_id GENERATED ALWAYS AS (json_extract(document, '$.productId')) VIRTUAL, external_id GENERATED ALWAYS AS (json_extract(document, '$.externalId')) VIRTUAL, xml_id GENERATED ALWAYS AS (json_extract(document, '$.xmlId')) VIRTUAL, site GENERATED ALWAYS AS (json_extract(document, '$.site')) VIRTUAL, active GENERATED ALWAYS AS (json_extract(document, '$.active')) VIRTUAL);
CREATE INDEX offers_by_product_id ON offers (product_id);
CREATE INDEX offers_by_external_id ON offers (external_id);
CREATE INDEX offers_by_xml_id ON offers (xml_id);
