export const echoes = `CREATE TABLE IF NOT EXISTS echoes (
  entity TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, element TEXT NOT NULL, effect TEXT NOT NULL, value TEXT, at INTEGER NOT NULL,
  trigger TEXT NOT NULL, instance TEXT NOT NULL, depth INTEGER NOT NULL, PRIMARY KEY (entity, id, field, element, effect)
) WITHOUT ROWID;
`;

export const instances = `CREATE TABLE IF NOT EXISTS instances (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, trigger TEXT NOT NULL, key TEXT NOT NULL, revision TEXT NOT NULL,
  status TEXT NOT NULL, step TEXT NOT NULL, order_id TEXT, customer TEXT, phone TEXT, entered_at INTEGER NOT NULL, document TEXT NOT NULL
);
`;

/**
 * The runner's own tables as of version 11, beside those of the automation API in the same file: nobody else writes them. Documents whose ids are random lie in the order in which
 * they came: by id each would make a page of its own dirty.
 */
export const running = `
CREATE TABLE IF NOT EXISTS entities (
  kind TEXT NOT NULL, id TEXT NOT NULL, customer TEXT, created_at INTEGER NOT NULL, deleted INTEGER NOT NULL,
  data TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entities_by_customer ON entities (customer, created_at, id) WHERE kind = 'order' AND deleted = 0;
CREATE TABLE IF NOT EXISTS members (customer TEXT PRIMARY KEY, segments TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
${instances}CREATE INDEX IF NOT EXISTS waiting_by_key ON instances (trigger, key) WHERE status = 'waiting';
CREATE INDEX IF NOT EXISTS waiting_by_order ON instances (order_id) WHERE status = 'waiting';
CREATE INDEX IF NOT EXISTS waiting_by_customer ON instances (customer) WHERE status = 'waiting';
CREATE INDEX IF NOT EXISTS waiting_by_phone ON instances (phone) WHERE status = 'waiting' AND phone IS NOT NULL;
CREATE TABLE IF NOT EXISTS timers (
  id TEXT PRIMARY KEY, due INTEGER NOT NULL, priority INTEGER NOT NULL, kind TEXT NOT NULL, owner TEXT NOT NULL, subject TEXT,
  generation INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS timers_due ON timers (due, priority DESC, id);
CREATE TABLE IF NOT EXISTS marks (mark TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sent (
  customer TEXT NOT NULL, at INTEGER NOT NULL, position INTEGER NOT NULL, class TEXT NOT NULL, effect TEXT NOT NULL,
  PRIMARY KEY (customer, at, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memos (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cursors (source TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL, uncertain INTEGER NOT NULL, error TEXT, document TEXT NOT NULL, asked_at INTEGER, line TEXT,
  told INTEGER NOT NULL DEFAULT 0, heard TEXT
);
CREATE INDEX IF NOT EXISTS outbox_open ON outbox (state, next_at);
CREATE INDEX IF NOT EXISTS outbox_lines ON outbox (line, position) WHERE line IS NOT NULL;
CREATE TABLE IF NOT EXISTS paces (target TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS paces_of_target ON paces (target, at);
CREATE TABLE IF NOT EXISTS revisions (revision TEXT PRIMARY KEY, code TEXT NOT NULL, spec TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS needed (
  revision TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL REFERENCES contents(digest),
  PRIMARY KEY (revision, address)
) WITHOUT ROWID;
${echoes}CREATE TABLE IF NOT EXISTS journal (
  position INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, trigger TEXT NOT NULL, instance TEXT, customer TEXT, order_id TEXT,
  document TEXT NOT NULL, refused TEXT
);
CREATE INDEX IF NOT EXISTS journal_by_time ON journal (at);
CREATE UNIQUE INDEX IF NOT EXISTS journal_refused ON journal (refused) WHERE refused IS NOT NULL;
CREATE INDEX IF NOT EXISTS journal_refused_by_time ON journal (at) WHERE refused IS NOT NULL;
CREATE INDEX IF NOT EXISTS journal_by_customer ON journal (customer);
CREATE INDEX IF NOT EXISTS journal_by_order ON journal (order_id);
CREATE TABLE IF NOT EXISTS lease (one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, token INTEGER NOT NULL, until INTEGER NOT NULL);
`;
