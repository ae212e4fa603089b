import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import { customerDecides, type Instance } from '../../model/instance.js';
import { createKept, unread } from './kept.js';
import { createListing, type Listing } from './listing.js';
import type { Part } from './part.js';

type Instances = Pick<EngineState, 'instance' | 'hasEntered' | 'liveOf' | 'waitingOf' | 'concerning' | 'save'>;

const insertion = `
INSERT INTO instances (id, trigger, key, revision, status, step, order_id, customer, phone, entered_at, document)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET trigger = excluded.trigger, key = excluded.key, revision = excluded.revision, status = excluded.status,
  step = excluded.step, order_id = excluded.order_id, customer = excluded.customer, phone = excluded.phone,
  entered_at = excluded.entered_at, document = excluded.document`;

export interface InstancesPart extends Part<Instances> {
  /** It is known that the table has no row of it. */
  isNew(id: string): boolean;
}

/** Instances as documents; the indexes of their table tell which of them wait, and for whom. */
export function sqliteInstances(database: Database.Database): InstancesPart {
  const document = database.prepare<[string], string>('SELECT document FROM instances WHERE id = ?').pluck();
  const entered = database.prepare('SELECT 1 FROM entered WHERE id = ?');
  const insert = database.prepare(insertion);
  const moveOn = database.prepare('UPDATE instances SET revision = ?, step = ?, document = ? WHERE id = ?');
  const end = database.prepare('UPDATE instances SET revision = ?, step = ?, document = ?, status = ? WHERE id = ?');
  const kept = createKept<Instance | undefined>(
    (id) => {
      const text = document.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as Instance); // written below
    },
    (id, each, stored) => {
      const text = JSON.stringify(each);
      const { revision, step, status } = each!;
      if (stored === unread || stored === undefined || !standsAsBefore(stored, each!))
        insert.run(columnsOf(each!, text));
      else if (stored.status === status) moveOn.run(revision, step, text, id);
      else end.run(revision, step, text, status, id);
    },
    (each) => each !== undefined && each.status !== 'waiting',
  );
  const waiting = (condition: string) =>
    database.prepare<string[], string>(`SELECT id FROM instances WHERE status = 'waiting' AND ${condition}`).pluck();
  const listed = (condition: string): Listing => {
    const select = waiting(condition);
    return createListing((value) => select.all(value));
  };
  const ofTrigger = waiting('trigger = ?');
  const ofKey = waiting('trigger = ? AND key = ?');
  const byKey = createListing((name) => {
    const end = name.indexOf(separator);
    return ofKey.all(name.slice(0, end), name.slice(end + 1));
  });
  const byOrder = listed('order_id = ?');
  const byCustomer = listed('customer = ?');
  const byPhone = listed('phone = ?');
  const present = (ids: readonly string[]): readonly Instance[] =>
    ids.length === 0 ? none : ids.map((id) => kept.get(id)!);
  const asEntered = (ids: readonly string[]): readonly Instance[] =>
    ids.length < 2 ? present(ids) : present(ids).toSorted((a, b) => a.enteredAt - b.enteredAt || compare(a.id, b.id));
  const move = (id: string, before: Instance | undefined, after: Instance | undefined): void => {
    if (before !== undefined && after !== undefined && standsAsBefore(before, after)) return;
    byKey.move(id, before && keyOf(before.trigger, before.key), after && keyOf(after.trigger, after.key));
    byOrder.move(id, before?.order, after?.order);
    byCustomer.move(id, before?.customer, after?.customer);
    byPhone.move(id, before?.phone, after?.phone);
  };

  return {
    state: {
      instance: kept.get,
      hasEntered: (id) => kept.get(id) !== undefined || entered.get(id) !== undefined,
      liveOf: (trigger, key) => asEntered(byKey.of(keyOf(trigger, key))),
      waitingOf(trigger) {
        kept.flush();
        return asEntered(ofTrigger.all(trigger));
      },
      concerning({ order, customer, phone }) {
        const ofOrder = order === undefined ? none : present(byOrder.of(order));
        const ofCustomer = customer === undefined ? none : present(byCustomer.of(customer));
        const ofPhone = phone === undefined ? none : present(byPhone.of(phone));
        if (ofOrder.length + ofCustomer.length + ofPhone.length === 0) return none;
        const found = [...ofOrder];
        const take = (each: Instance): void => {
          if (customerDecides(each, order) && !found.includes(each)) found.push(each);
        };
        ofCustomer.forEach(take);
        for (const each of ofPhone) if (customer === undefined || each.customer === undefined) take(each);
        return found.length < 2 ? found : found.sort((a, b) => compare(a.trigger, b.trigger) || compare(a.id, b.id));
      },
      save(each) {
        move(each.id, waitingOnly(kept.get(each.id)), waitingOnly(each));
        kept.set(each.id, each);
      },
    },
    flush: kept.flush,
    forget() {
      for (const part of [kept, byKey, byOrder, byCustomer, byPhone]) part.forget();
    },
    size: () => kept.size,
    isNew: (id) => kept.stored(id) === undefined,
  };
}

const none: readonly never[] = [];

/** In no trigger's code. */
const separator = '\n';

function keyOf(trigger: string, key: string): string {
  return trigger + separator + key;
}

function waitingOnly(instance: Instance | undefined): Instance | undefined {
  return instance?.status === 'waiting' ? instance : undefined;
}

/** What the indexes hold besides its status is as before. */
function standsAsBefore(before: Instance, { trigger, key, order, customer, phone }: Instance): boolean {
  return (
    before.trigger === trigger &&
    before.key === key &&
    before.order === order &&
    before.customer === customer &&
    before.phone === phone
  );
}

function columnsOf(each: Instance, text: string): readonly (string | number | null)[] {
  const { id, trigger, key, revision, status, step, order = null, customer = null, phone = null, enteredAt } = each;
  return [id, trigger, key, revision, status, step, order, customer, phone, enteredAt, text];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
