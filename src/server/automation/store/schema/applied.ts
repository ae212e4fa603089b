/**
 * Tables of the automation API as of version 11. Contents are stored once by their digest, so that a release costs what it changes.
 * Releases are never updated or deleted; `current` has one row.
 */
export const applied = `
CREATE TABLE IF NOT EXISTS contents (
  digest TEXT PRIMARY KEY,
  spec TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS releases (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  parent TEXT REFERENCES releases(id),
  project TEXT NOT NULL,
  revision TEXT NOT NULL,
  config TEXT NOT NULL,
  applied_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS released (
  release INTEGER NOT NULL REFERENCES releases(number),
  address TEXT NOT NULL,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES contents(digest),
  PRIMARY KEY (release, address)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS current (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  release INTEGER NOT NULL REFERENCES releases(number)
);
CREATE TABLE IF NOT EXISTS applied (
  address TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES contents(digest),
  protected INTEGER NOT NULL CHECK (protected IN (0, 1))
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS locks (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  since INTEGER NOT NULL,
  ttl_seconds INTEGER NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL,
  received_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS commands (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  done_at INTEGER,
  affected TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS commands_open ON commands (position) WHERE done_at IS NULL;
CREATE TABLE IF NOT EXISTS pauses (
  scope TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS belongs (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  environment TEXT NOT NULL
);
`;
