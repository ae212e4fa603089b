import type Database from 'better-sqlite3';
import type { Cause, Change, Event } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import { day } from '../../model/zone.js';
import { isEchoOf, type Written } from '../echoes.js';
import { couldBe, namesOfMade } from '../made.js';

/** What the runner wrote to the CRM and has not yet seen come back in its history. */
export interface Echoes {
  /** Before an attempt: whatever comes back of it was caused by this. */
  expect(written: Written, at: Instant, cause: Cause): void;
  /**
   * What brought about this event, of which the CRM says that it was done with our key; nothing: somebody else did it. Each written value,
   * and each thing that was made, comes back once. The CRM tells what several effects changed within a second as one event: each takes
   * its own changes, and the last one also what the CRM made of them.
   */
  take(event: Event): readonly Echo[];
  /** Nothing comes back of this effect. */
  drop(effect: string): void;
  /** Once the history has been read to its end: what was written some time ago changed nothing, and never comes back. */
  forget(now: Instant): void;
}

/** The part of an event that one effect brought about. */
export interface Echo {
  readonly cause: Cause;
  readonly changes: readonly Change[] | undefined;
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
    `SELECT field, element, value, effect, trigger, instance, depth FROM echoes LEFT JOIN outbox ON outbox.id = effect
     WHERE entity = ? AND echoes.id = ? AND at >= ? ORDER BY at, position, field`,
  );
  const remove = database.prepare(
    'DELETE FROM echoes WHERE entity = ? AND id = ? AND field = ? AND element = ? AND effect = ?',
  );
  const removeOf = database.prepare('DELETE FROM echoes WHERE effect = ?');
  const forget = database.prepare('DELETE FROM echoes WHERE at < ?');
  const find = (entity: string, id: string, at: Instant): Row[] => expected.all(entity, id, at - slack);
  const discard = (entity: string, id: string, { field, element, effect }: Row): void =>
    void remove.run(entity, id, field, element, effect);
  const takeMade = (event: Event): Row | undefined => {
    for (const { entity, id, field, element = '' } of namesOfMade(event)) {
      const row = find(entity, id, event.at).find(
        (each) =>
          each.field === field &&
          (each.element === element || (field === 'item.added' && couldBe(event.data['item'], valueOf(each)))),
      );
      if (row === undefined) continue;
      discard(entity, id, row);
      return row;
    }
    return undefined;
  };
  const takeChanges = ({ type, data, at }: Event): readonly Echo[] => {
    const { changes = [] } = data;
    if (changes.length === 0) return [];
    const entity = type.startsWith('customer') ? 'customer' : 'order';
    const id = String(data[entity]?.['id']);
    let rows = find(entity, id, at);
    const rest: Change[] = [];
    const echoes: { cause: Cause; changes: Change[] }[] = [];
    for (const change of changes) {
      const index = rows.findIndex((row) => isEchoOf(change, writtenIn(row)));
      if (index < 0) {
        rest.push(change);
        continue;
      }
      const row = rows[index]!;
      // Whatever was written there before it changed nothing: it would have come before.
      const gone = (each: Row, at: number): boolean =>
        at <= index && each.field === row.field && each.element === row.element;
      rows.filter(gone).forEach((each) => discard(entity, id, each));
      rows = rows.filter((each, at) => !gone(each, at));
      const known = echoes.find(({ cause }) => cause.effect === row.effect);
      if (known === undefined) echoes.push({ cause: causeIn(row), changes: [change] });
      else known.changes.push(change);
    }
    echoes.at(-1)?.changes.push(...rest);
    return echoes;
  };
  return {
    expect({ entity, id, field, element = '', value }, at, { effect, trigger, instance, depth }) {
      const text = value === undefined ? null : JSON.stringify(value);
      insert.run(entity, id, field, element, effect, text, at, trigger, instance, depth);
    },
    take(event) {
      const made = takeMade(event);
      return made === undefined ? takeChanges(event) : [{ cause: causeIn(made), changes: event.data.changes }];
    },
    drop: (effect) => void removeOf.run(effect),
    forget: (now) => void forget.run(now - 2 * slack),
  };
}

function causeIn({ effect, trigger, instance, depth }: Row): Cause {
  return { effect, trigger, instance, depth };
}

function writtenIn(row: Row): Pick<Written, 'field' | 'element' | 'value'> {
  const { field, element } = row;
  return { field, value: valueOf(row), ...(element !== '' && { element }) };
}

function valueOf({ value }: Row): unknown {
  return value === null ? undefined : JSON.parse(value);
}
