import Database from 'better-sqlite3';
import type { Instant } from '../../model/instant.js';
import type { AutomationState, WaitingGroup } from '../../model/release.js';
import { appliedShelf, type AppliedShelf } from './store/applied.js';
import { contentsOf } from './store/contents.js';
import { eventInbox, type Inbox } from './store/inbox.js';
import { applyLock, type Lock } from './store/locks.js';
import { releaseShelf, type ReleaseShelf } from './store/releases.js';
import { prepareSchema } from './store/schema.js';
import { waitingGroups } from './store/waiting.js';

/** Applied releases, last-applied copies, the apply lock and the inbox of one environment, in one SQLite file. */
export interface AutomationStore {
  readonly file: string;
  readonly releases: ReleaseShelf;
  readonly applied: AppliedShelf;
  readonly lock: Lock;
  readonly inbox: Inbox;
  /** One consistent view of the current release and the applied copies. */
  state(): AutomationState;
  waiting(): readonly WaitingGroup[];
  close(): void;
}

/** Opens or makes the file. Several processes may have it open; throws SQLite's error when it cannot be opened or written. */
export function openAutomationStore(file: string, now: () => Instant): AutomationStore {
  const database = new Database(file);
  try {
    prepareSchema(database);
  } catch (error) {
    database.close();
    throw error;
  }
  const contents = contentsOf(database);
  const applied = appliedShelf(database, contents);
  const releases = releaseShelf(database, contents, applied, now);
  const state = database.transaction((): AutomationState => {
    const release = releases.current();
    return release === undefined
      ? { release: null, config: null, live: [], applied: applied.all() }
      : { release, config: releases.configOf(release), live: releases.liveOf(release), applied: applied.all() };
  });
  return {
    file,
    releases,
    applied,
    lock: applyLock(database, now),
    inbox: eventInbox(database, now),
    state: () => state(),
    waiting: () => waitingGroups(database),
    close: () => database.close(),
  };
}
