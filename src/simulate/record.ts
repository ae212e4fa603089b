import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { CrmClient } from '../crm/client.js';
import { decodeHistory } from '../crm/history.js';
import type { HistoryEntity } from '../crm/historyPages.js';
import { ownersOnce } from '../crm/ownersOnce.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import { encodeLine } from './log/encodeLine.js';
import { mergeLogs } from './log/mergeLogs.js';

/** What a recording holds. */
export interface Recorded {
  readonly events: number;
  /** Of the first and the last event; `undefined` when there is none. */
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly byType: Readonly<Record<string, number>>;
}

/** At equal times customers come before their orders, and those before tasks, as the runner takes them. */
const histories: readonly HistoryEntity[] = ['customers', 'orders', 'tasks'];

/**
 * Writes the CRM's history from its beginning as a log, compressed when the name ends in `.gz`. It appears under its name when it is whole.
 * Memory is bounded by a few pages. What crmctl did itself is in it as what happened. Throws `CrmError`, or what the file system says.
 */
export async function recordHistory(
  crm: Pick<CrmClient, 'history'>,
  zone: string,
  file: string,
  onProgress: (recorded: Recorded) => void,
): Promise<Recorded> {
  const fresh = `${file}.${process.pid}.tmp`;
  const recorded: { -readonly [K in keyof Recorded]: Recorded[K] } & { byType: Record<string, number> } = {
    events: 0,
    first: undefined,
    last: undefined,
    byType: {},
  };
  const once = ownersOnce(() => undefined);
  async function* lines(): AsyncGenerator<string> {
    for await (const told of mergeLogs(histories.map((entity) => eventsOf(crm, entity, zone)))) {
      const batch = told.map(once);
      for (const event of batch) {
        recorded.events++;
        recorded.first ??= event.at;
        recorded.last = event.at;
        recorded.byType[event.type] = (recorded.byType[event.type] ?? 0) + 1;
      }
      onProgress(recorded);
      yield batch.map((event) => `${encodeLine(event)}\n`).join('');
    }
  }
  try {
    const target = createWriteStream(fresh, { flags: 'wx' });
    await (file.endsWith('.gz')
      ? pipeline(Readable.from(lines()), createGzip(), target)
      : pipeline(Readable.from(lines()), target));
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return recorded;
}

/** One history, a page at a time. Within a page the CRM's clock may have been put back: a reader's look-ahead sees to the rest. */
async function* eventsOf(
  crm: Pick<CrmClient, 'history'>,
  entity: HistoryEntity,
  zone: string,
): AsyncGenerator<readonly Event[]> {
  for await (const { rows } of crm.history(entity, 0))
    yield decodeHistory(entity, rows, zone, false).sort((a, b) => a.at - b.at);
}
