CREATE TABLE contents (
  digest TEXT PRIMARY KEY,
  spec TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE releases (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  parent TEXT REFERENCES releases(id),
  project TEXT NOT NULL,
  revision TEXT NOT NULL,
  config TEXT NOT NULL,
  applied_at INTEGER NOT NULL
);
CREATE TABLE released (
  release INTEGER NOT NULL REFERENCES releases(number),
  address TEXT NOT NULL,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES contents(digest),
  PRIMARY KEY (release, address)
) WITHOUT ROWID;
CREATE TABLE current (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  release INTEGER NOT NULL REFERENCES releases(number)
);
CREATE TABLE applied (
  address TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES contents(digest),
  protected INTEGER NOT NULL CHECK (protected IN (0, 1))
) WITHOUT ROWID;
CREATE TABLE locks (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  since INTEGER NOT NULL,
  ttl_seconds INTEGER NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE inbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL,
  received_at INTEGER NOT NULL
);
CREATE TABLE commands (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  done_at INTEGER,
  affected TEXT NOT NULL
);
CREATE INDEX commands_open ON commands (position) WHERE done_at IS NULL;
CREATE TABLE pauses (
  scope TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT
) WITHOUT ROWID;
CREATE TABLE belongs (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  environment TEXT NOT NULL
);
CREATE TABLE entities (
  kind TEXT NOT NULL, id TEXT NOT NULL, customer TEXT, created_at INTEGER NOT NULL, deleted INTEGER NOT NULL,
  data TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX entities_by_customer ON entities (customer, created_at, id) WHERE kind = 'order' AND deleted = 0;
CREATE TABLE members (customer TEXT PRIMARY KEY, segments TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE instances (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, trigger TEXT NOT NULL, key TEXT NOT NULL, revision TEXT NOT NULL,
  status TEXT NOT NULL, step TEXT NOT NULL, order_id TEXT, customer TEXT, phone TEXT, entered_at INTEGER NOT NULL, document TEXT NOT NULL
);
CREATE INDEX waiting_by_key ON instances (trigger, key) WHERE status = 'waiting';
CREATE INDEX waiting_by_order ON instances (order_id) WHERE status = 'waiting';
CREATE INDEX waiting_by_customer ON instances (customer) WHERE status = 'waiting';
CREATE INDEX waiting_by_phone ON instances (phone) WHERE status = 'waiting' AND phone IS NOT NULL;
CREATE TABLE timers (
  id TEXT PRIMARY KEY, due INTEGER NOT NULL, priority INTEGER NOT NULL, kind TEXT NOT NULL, owner TEXT NOT NULL, subject TEXT,
  generation INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due, priority DESC, id);
CREATE TABLE marks (mark TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sent (
  customer TEXT NOT NULL, at INTEGER NOT NULL, position INTEGER NOT NULL, class TEXT NOT NULL, effect TEXT NOT NULL,
  PRIMARY KEY (customer, at, position)
) WITHOUT ROWID;
CREATE TABLE memos (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cursors (source TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL, uncertain INTEGER NOT NULL, error TEXT, document TEXT NOT NULL, asked_at INTEGER, line TEXT,
  told INTEGER NOT NULL DEFAULT 0, heard TEXT
);
CREATE INDEX outbox_open ON outbox (state, next_at);
CREATE INDEX outbox_lines ON outbox (line, position) WHERE line IS NOT NULL;
CREATE TABLE paces (target TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX paces_of_target ON paces (target, at);
CREATE TABLE revisions (revision TEXT PRIMARY KEY, code TEXT NOT NULL, spec TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE needed (
  revision TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL REFERENCES contents(digest),
  PRIMARY KEY (revision, address)
) WITHOUT ROWID;
CREATE TABLE echoes (
  entity TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, element TEXT NOT NULL, effect TEXT NOT NULL, value TEXT, at INTEGER NOT NULL,
  trigger TEXT NOT NULL, instance TEXT NOT NULL, depth INTEGER NOT NULL, PRIMARY KEY (entity, id, field, element, effect)
) WITHOUT ROWID;
CREATE TABLE journal (
  position INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, trigger TEXT NOT NULL, instance TEXT, customer TEXT, order_id TEXT,
  document TEXT NOT NULL, refused TEXT
);
CREATE INDEX journal_by_time ON journal (at);
CREATE UNIQUE INDEX journal_refused ON journal (refused) WHERE refused IS NOT NULL;
CREATE INDEX journal_refused_by_time ON journal (at) WHERE refused IS NOT NULL;
CREATE INDEX journal_by_customer ON journal (customer);
CREATE INDEX journal_by_order ON journal (order_id);
CREATE TABLE lease (one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, token INTEGER NOT NULL, until INTEGER NOT NULL);
CREATE VIEW automation_schema AS SELECT user_version AS version FROM pragma_user_version;
CREATE TABLE entered (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE schema_history (version INTEGER PRIMARY KEY, crmctl TEXT NOT NULL, at INTEGER NOT NULL);
