import type Database from 'better-sqlite3';
import type { Effect } from '../../../model/effect.js';
import type { JournalRecord } from '../../../model/instance.js';
import type { AudienceSize, JournalEntry, OutboxEntry, Selection } from '../../../model/operations.js';
import { momentOf, narrow, rowsOf } from './runnerTables.js';

/** So many lines of the journal are told of one subject, the latest. */
const mostLines = 5000;

interface OutboxRow {
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly next_at: number;
  readonly document: string;
}

/** Effects in the order in which they were decided; `states`: only those in one of them. */
export function outboxEntries(
  database: Database.Database,
  { trigger, customer, order }: Selection,
  states: readonly string[],
): readonly OutboxEntry[] {
  const { where, values } = narrow([
    ["document ->> '$.trigger' = ?", trigger === undefined ? undefined : `trigger/${trigger}`],
    ["document ->> '$.customer' = ?", customer],
    ["document ->> '$.order' = ?", order],
    ['state IN (SELECT value FROM json_each(?))', states.length === 0 ? undefined : JSON.stringify(states)],
  ]);
  const columns = 'state, attempts, error, next_at, document';
  return rowsOf<OutboxRow>(database, `SELECT ${columns} FROM outbox WHERE ${where} ORDER BY position`, values).map(
    entryOf,
  );
}

function entryOf({ state, attempts, error, next_at: next, document }: OutboxRow): OutboxEntry {
  const effect = JSON.parse(document) as Effect; // the runner wrote it
  return {
    effect: effect.id,
    state,
    at: momentOf(effect.at),
    trigger: effect.trigger,
    instance: effect.instance,
    step: effect.step,
    type: effect.type,
    key: effect.key,
    order: effect.order ?? null,
    customer: effect.customer ?? null,
    channel: effect.channel ?? null,
    template: effect.template ?? null,
    attempts,
    reason: error,
    next: state === 'retry' ? momentOf(next) : effect.until === undefined ? null : momentOf(effect.until),
  };
}

/** The journal of a subject, oldest first; `what`: only lines of that kind, `from`: only those since then. */
export function journalEntries(
  database: Database.Database,
  { trigger, customer, order }: Selection,
  { what, from }: { readonly what?: string | undefined; readonly from?: number | undefined } = {},
): readonly JournalEntry[] {
  const { where, values } = narrow([
    ['trigger = ?', trigger === undefined ? undefined : `trigger/${trigger}`],
    ['customer = ?', customer],
    ['order_id = ?', order],
    ['at >= ?', from],
    ["document ->> '$.what' = ?", what],
  ]);
  return rowsOf<{ readonly document: string }>(
    database,
    `SELECT document FROM journal WHERE ${where} ORDER BY position DESC LIMIT ${mostLines}`,
    values,
  )
    .map(({ document }) => lineOf(JSON.parse(document) as JournalRecord)) // the engine made it
    .reverse();
}

function lineOf(record: JournalRecord): JournalEntry {
  return {
    at: momentOf(record.at),
    trigger: record.trigger,
    what: record.what,
    instance: record.instance ?? null,
    key: record.key ?? null,
    order: record.order ?? null,
    customer: record.customer ?? null,
    step: record.step ?? null,
    reason: record.reason ?? null,
    because: record.because ?? null,
    causedBy: record.causedBy,
    value: record.value ?? null,
  };
}

/** Audiences by what the `audience` steps remember: `audience:<network>/<audience>/<customer>` is `in` or `out`. */
export function audienceSizes(database: Database.Database): readonly AudienceSize[] {
  const names = rowsOf<{ readonly name: string }>(
    database,
    "SELECT name FROM memos WHERE name >= 'audience:' AND name < 'audience;' AND value = 'in' ORDER BY name",
  );
  const members = Map.groupBy(names, ({ name }) => name.slice('audience:'.length, name.lastIndexOf('/')));
  return [...members].map(([path, { length }]) => {
    const slash = path.indexOf('/');
    return { network: path.slice(0, slash), audience: path.slice(slash + 1), members: length };
  });
}
