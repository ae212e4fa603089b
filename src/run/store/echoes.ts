import type Database from 'better-sqlite3';
import type { Cause, Event } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import { day } from '../../model/zone.js';
import { isEchoOf, type Written } from '../echoes.js';
import { couldBe, namesOfMade } from '../made.js';

/** What the runner wrote to the CRM and has not yet seen come back in its history. */
export interface Echoes {
  /** Before an attempt: whatever comes back of it was caused by this. */
  expect(written: Written, at: Instant, cause: Cause): void;
  /**
   * What brought about this event, of which the CRM says that it was done with our key. Each written value, and each thing that was made,
   * comes back once; `undefined`: somebody else did it.
   */
  take(event: Event): Cause | undefined;
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
  const find = (entity: string, id: string, at: Instant): Row[] => expected.all(entity, id, at - slack);
  const drop = (entity: string, id: string, { field, element, effect }: Row): void =>
    void remove.run(entity, id, field, element, effect);
  const takeMade = (event: Event): Row | undefined => {
    for (const { entity, id, field, element = '' } of namesOfMade(event)) {
      const row = find(entity, id, event.at).find(
        (each) =>
          each.field === field &&
          (each.element === element || (field === 'item.added' && couldBe(event.data['item'], valueOf(each)))),
      );
      if (row === undefined) continue;
      drop(entity, id, row);
      return row;
    }
    return undefined;
  };
  const takeChanges = ({ type, data, at }: Event): Row | undefined => {
    const { changes = [] } = data;
    if (changes.length === 0) return undefined;
    const entity = type.startsWith('customer') ? 'customer' : 'order';
    const id = String(data[entity]?.['id']);
    const rows = find(entity, id, at);
    let first: Row | undefined;
    for (const change of changes) {
      const index = rows.findIndex((row) => isEchoOf(change, writtenIn(row)));
      if (index < 0) continue;
      const [row] = rows.splice(index, 1) as [Row]; // found there
      // A list comes back in several rows of one save.
      first ??= row;
      drop(entity, id, row);
    }
    return first;
  };
  return {
    expect({ entity, id, field, element = '', value }, at, { effect, trigger, instance, depth }) {
      const text = value === undefined ? null : JSON.stringify(value);
      insert.run(entity, id, field, element, effect, text, at, trigger, instance, depth);
    },
    take(event) {
      const row = takeMade(event) ?? takeChanges(event);
      return row && { effect: row.effect, trigger: row.trigger, instance: row.instance, depth: row.depth };
    },
    forget: (now) => void forget.run(now - 2 * slack),
  };
}

function writtenIn(row: Row): Pick<Written, 'field' | 'element' | 'value'> {
  const { field, element } = row;
  return { field, value: valueOf(row), ...(element !== '' && { element }) };
}

function valueOf({ value }: Row): unknown {
  return value === null ? undefined : JSON.parse(value);
}
