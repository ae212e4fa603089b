import type { Instant } from '../../model/instant.js';
import type {
  AudienceSize,
  JournalEntry,
  OutboxEntry,
  PendingRun,
  Selection,
  TriggerStatistics,
} from '../../model/operations.js';
import type { AutomationState, WaitingGroup } from '../../model/release.js';
import { appliedShelf, type AppliedShelf } from './store/applied.js';
import { commandQueue, type CommandQueue } from './store/commands.js';
import { versionGuard } from '../../sqlite/open.js';
import { requireEnvironment } from './store/belongs.js';
import { contentsOf } from './store/contents.js';
import { eventInbox, type Inbox } from './store/inbox.js';
import { runnerFigures, type RunnerFigures } from './store/figures.js';
import { applyLock, type Lock } from './store/locks.js';
import { pauseBoard, type PauseBoard } from './store/pauses.js';
import { audienceSizes, journalEntries, outboxEntries } from './store/records.js';
import { releaseShelf, type ReleaseShelf } from './store/releases.js';
import { openAutomationFile } from './store/file.js';
import { automationLayout } from './store/schema/layout.js';
import { triggerStatistics } from './store/statistics.js';
import { pendingRuns, waitingGroups } from './store/waiting.js';

/** Applied releases, last-applied copies, the apply lock and the inbox of one environment, in one SQLite file. */
export interface AutomationStore {
  readonly file: string;
  /** Throws `FileProblem` when a newer crmctl has changed the file since. */
  requireVersion(): void;
  readonly releases: ReleaseShelf;
  readonly applied: AppliedShelf;
  readonly lock: Lock;
  readonly inbox: Inbox;
  readonly commands: CommandQueue;
  readonly pauses: PauseBoard;
  /** One consistent view of the current release and the applied copies. */
  state(): AutomationState;
  waiting(): readonly WaitingGroup[];
  pending(about: Selection): readonly PendingRun[];
  /** `states`: only those in one of them. */
  outbox(about: Selection, states: readonly string[]): readonly OutboxEntry[];
  /** `what`: only lines of that kind, `from`: only those since then. */
  journal(about: Selection, only?: { readonly what?: string; readonly from?: number }): readonly JournalEntry[];
  audiences(): readonly AudienceSize[];
  figures(): RunnerFigures;
  /** Of the runs that entered from `from` to `to`. */
  statistics(from: number, to: number): readonly TriggerStatistics[];
  close(): void;
}

/** Opens or makes the file. Several processes may have it open. `environment`: whose it has to be. Throws `FileProblem`. */
export function openAutomationStore(file: string, now: () => Instant, environment?: string): AutomationStore {
  const database = openAutomationFile(file);
  try {
    if (environment !== undefined) requireEnvironment(database, file, environment);
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
  const pauses = pauseBoard(database, now);
  return {
    file,
    requireVersion: versionGuard(database, automationLayout),
    releases,
    applied,
    lock: applyLock(database, now),
    inbox: eventInbox(database, now),
    commands: commandQueue(database, now),
    pauses,
    state: () => state(),
    waiting: () => waitingGroups(database),
    pending: (about) => pendingRuns(database, about, pauses.all()),
    outbox: (about, states) => outboxEntries(database, about, states),
    journal: (about, only) => journalEntries(database, about, only),
    audiences: () => audienceSizes(database),
    statistics: (from, to) => triggerStatistics(database, from, to),
    figures: () => runnerFigures(database),
    close: () => database.close(),
  };
}
