import type Database from 'better-sqlite3';
import type { Instant } from '../../../model/instant.js';
import type { CloudEvent } from '../../../model/release.js';

export interface Inbox {
  /** Stores what is new; an event is known by its id. All or nothing. */
  receive(events: readonly CloudEvent[]): { readonly accepted: number; readonly known: number };
}

/** Events that the CRM's history does not carry, in the order of their arrival; the runner reads them by position. */
export function eventInbox(database: Database.Database, now: () => Instant): Inbox {
  const insert = database.prepare<[string, string, number]>(
    'INSERT INTO inbox (id, document, received_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const receive = database.transaction((events: readonly CloudEvent[]) => {
    let accepted = 0;
    for (const event of events) accepted += insert.run(event.id, JSON.stringify(event), now()).changes;
    return { accepted, known: events.length - accepted };
  });
  return { receive: (events) => receive.immediate(events) };
}
