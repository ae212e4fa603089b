import type { CrmClient } from '../crm/client.js';
import { decodeHistory } from '../crm/history.js';
import type { HistoryEntity, HistoryPage } from '../crm/historyPages.js';
import { ownersOnce } from '../crm/ownersOnce.js';
import type { Event } from '../model/event.js';
import { instant, parseInstant } from '../model/instant.js';
import type { Arrival } from './arrival.js';
import { readUntil } from './readUntil.js';
import type { RunnerStore } from './store.js';
import { withSums } from './sums.js';
import { withUntold } from './untold.js';

export interface Intake {
  readonly arrivals: readonly Arrival[];
  /** More is waiting than was read. */
  readonly more: boolean;
}

/** At equal times customers come before their orders, and those before tasks and the inbox. */
const histories: readonly HistoryEntity[] = ['customers', 'orders', 'tasks'];
const pagesAtOnce = 50;
const inboxAtOnce = 5000;

/** What is new since the cursors, in the order of time, bounded; a source that has more holds the others back to its last moment. */
export async function readArrivals(crm: CrmClient, store: RunnerStore, zone: string): Promise<Intake> {
  const batches: Batch[] = [];
  for (const entity of histories) batches.push(await readHistory(crm, store, entity, zone));
  batches.push(readInbox(store));
  const horizon = Math.min(
    ...batches.filter(({ more }) => more).map(({ arrivals }) => arrivals.at(-1)?.order ?? Infinity),
    Infinity,
  );
  const once = ownersOnce((customer) => store.state.world.record('customer', customer)?.data);
  const arrivals = batches
    .flatMap((batch) => wholeSeconds(batch.arrivals, horizon))
    // What is of one time stays in the order of the sources.
    .sort((a, b) => a.order - b.order)
    // What the shop posts is meant as it stands.
    .map((arrival) => (arrival.source === 'inbox' ? arrival : { ...arrival, event: once(arrival.event) }));
  return {
    arrivals: await withSums(crm, store, await withUntold(crm, store, arrivals)),
    more: batches.some(({ more }) => more),
  };
}

interface Batch {
  readonly arrivals: readonly Arrival[];
  readonly more: boolean;
}

async function readHistory(crm: CrmClient, store: RunnerStore, entity: HistoryEntity, zone: string): Promise<Batch> {
  const arrivals: Arrival[] = [];
  let pages = 0;
  for await (const page of crm.history(entity, store.cursor(entity))) {
    for (const rows of secondsOf(page.rows)) {
      const since = arrivals.at(-1)?.event.at ?? readUntil(store);
      const events = decodeHistory(entity, rows, zone, true, since);
      const cursor = rows.at(-1)!['id'] as number; // `HistoryPage` looked
      events.forEach((event, index) =>
        arrivals.push({
          event,
          source: entity,
          order: orderAfter(arrivals, event),
          ...(index === events.length - 1 && { cursor }),
        }),
      );
    }
    if (++pages >= pagesAtOnce) return { arrivals, more: true };
  }
  return { arrivals, more: false };
}

function readInbox(store: RunnerStore): Batch {
  const rows = store.inboxAfter(store.cursor('inbox'), inboxAtOnce);
  const arrivals: Arrival[] = [];
  for (const { position, document } of rows) {
    const event = eventOf(document);
    arrivals.push({ event, source: 'inbox', order: orderAfter(arrivals, event), cursor: position });
  }
  return { arrivals, more: rows.length === inboxAtOnce };
}

function orderAfter(arrivals: readonly Arrival[], { at }: Event): number {
  return Math.max(at, arrivals.at(-1)?.order ?? at);
}

/** Rows one after the other that were written in the same second. */
function secondsOf(rows: HistoryPage['rows']): readonly HistoryPage['rows'][] {
  const starts = rows.flatMap((row, index) => (row['createdAt'] === rows[index - 1]?.['createdAt'] ? [] : [index]));
  return starts.map((start, index) => rows.slice(start, starts[index + 1]));
}

/** Nothing of a second that reaches over the horizon: a cursor stands between seconds. */
function wholeSeconds(arrivals: readonly Arrival[], horizon: number): readonly Arrival[] {
  let end = 0;
  arrivals.forEach(({ order, cursor }, index) => {
    if (cursor !== undefined && order <= horizon) end = index + 1;
  });
  return arrivals.slice(0, end);
}

function eventOf(document: string): Event {
  // The automation API checked it when it came in.
  const { id, source, type, time, data } = JSON.parse(document) as {
    id: string;
    source: string;
    type: string;
    time: string;
    data: Event['data'];
  };
  return { id, source, type, at: parseInstant(time) ?? instant(0), data };
}
