import type Database from 'better-sqlite3';
import type { Cause, Change } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import { day } from '../../model/zone.js';
import { isEchoOf, type Written } from '../echoes.js';

/** What the runner wrote to the CRM and has not yet seen come back in its history. */
export interface Echoes {
  /** Before an attempt: whatever comes back of it was caused by this. `id`: of the order or customer. */
  expect(id: string, written: Written, at: Instant, cause: Cause): void;
  /**
   * What wrote these changes of an order or customer, which the CRM says were made at that moment with our key. Each written value comes
   * back once; `undefined`: somebody else made them.
   */
  take(entity: string, id: string, changes: readonly Change[], at: Instant): Cause | undefined;
  /** Once the history has been read to its end: what was written some time ago changed nothing, and never comes back. */
  forget(now: Instant): void;
}

/** So far a clock of the CRM may be before ours. */
const slack = day;

interface Row extends Cause {
  readonly field: string;
  readonly element: string;
  readonly value: string | null;
}

export function openEchoes(database: Database.Database): Echoes {
  const insert = database.prepare(
    `INSERT OR REPLACE INTO echoes (entity, id, field, element, effect, value, at, trigger, instance, depth)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const expected = database.prepare<[string, string, number], Row>(
    `SELECT field, element, value, effect, trigger, instance, depth FROM echoes
     WHERE entity = ? AND id = ? AND at >= ? ORDER BY at, effect, field`,
  );
  const remove = database.prepare(
    'DELETE FROM echoes WHERE entity = ? AND id = ? AND field = ? AND element = ? AND effect = ?',
  );
  const forget = database.prepare('DELETE FROM echoes WHERE at < ?');
  return {
    expect(id, { entity, field, element = '', value }, at, { effect, trigger, instance, depth }) {
      const text = value === undefined ? null : JSON.stringify(value);
      insert.run(entity, id, field, element, effect, text, at, trigger, instance, depth);
    },
    take(entity, id, changes, at) {
      if (changes.length === 0) return undefined;
      const rows = expected.all(entity, id, at - slack);
      let first: Row | undefined;
      for (const change of changes) {
        const index = rows.findIndex((row) => isEchoOf(change, writtenIn(entity, row)));
        if (index < 0) continue;
        const [row] = rows.splice(index, 1) as [Row]; // found there
        // A list comes back in several rows of one save.
        first ??= row;
        remove.run(entity, id, row.field, row.element, row.effect);
      }
      return first && { effect: first.effect, trigger: first.trigger, instance: first.instance, depth: first.depth };
    },
    forget: (now) => void forget.run(now - 2 * slack),
  };
}

function writtenIn(entity: string, { field, element, value }: Row): Written {
  return {
    entity,
    field,
    value: value === null ? undefined : (JSON.parse(value) as unknown),
    ...(element !== '' && { element }),
  };
}
