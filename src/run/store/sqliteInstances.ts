import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import { customerDecides, type Instance } from '../../model/instance.js';
import { createKept, unread } from './kept.js';
import { createListing, type Listing } from './listing.js';
import type { Part } from './part.js';

type Instances = Pick<EngineState, 'instance' | 'liveOf' | 'waitingOf' | 'concerning' | 'save'>;

const insertion = `
INSERT INTO instances (id, trigger, key, revision, status, step, order_id, customer, phone, entered_at, document)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET trigger = excluded.trigger, key = excluded.key, revision = excluded.revision, status = excluded.status,
  step = excluded.step, order_id = excluded.order_id, customer = excluded.customer, phone = excluded.phone,
  entered_at = excluded.entered_at, document = excluded.document`;

/** Instances as documents; the indexes of their table tell which of them wait, and for whom. */
export function sqliteInstances(database: Database.Database): Part<Instances> {
  const document = database.prepare<[string], string>('SELECT document FROM instances WHERE id = ?').pluck();
  const insert = database.prepare(insertion);
  const moveOn = database.prepare('UPDATE instances SET revision = ?, step = ?, document = ? WHERE id = ?');
  const kept = createKept<Instance | undefined>(
    (id) => {
      const text = document.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as Instance); // written below
    },
    (id, each, stored) => {
      const text = JSON.stringify(each);
      if (stored !== unread && standsAsBefore(stored, each!)) moveOn.run(each!.revision, each!.step, text, id);
      else insert.run(...columnsOf(each!), text);
    },
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
  const present = (ids: ReadonlySet<string>): readonly Instance[] =>
    ids.size === 0 ? none : Array.from(ids, (id) => kept.get(id)!);
  const asEntered = (ids: ReadonlySet<string>): readonly Instance[] =>
    present(ids).toSorted((a, b) => a.enteredAt - b.enteredAt || compare(a.id, b.id));

  return {
    state: {
      instance: (id) => kept.get(id),
      liveOf: (trigger, key) => asEntered(byKey.of(keyOf(trigger, key))),
      waitingOf(trigger) {
        kept.flush();
        return asEntered(new Set(ofTrigger.all(trigger)));
      },
      concerning({ order, customer, phone }) {
        const found = new Set<Instance>();
        const take = (ids: ReadonlySet<string>, fits: (instance: Instance) => boolean): void => {
          for (const each of present(ids)) if (fits(each)) found.add(each);
        };
        const decides = (each: Instance): boolean => customerDecides(each, order);
        if (order !== undefined) take(byOrder.of(order), () => true);
        if (customer !== undefined) take(byCustomer.of(customer), decides);
        if (phone !== undefined)
          take(byPhone.of(phone), (each) => decides(each) && (customer === undefined || each.customer === undefined));
        return found.size === 0
          ? none
          : [...found].sort((a, b) => compare(a.trigger, b.trigger) || compare(a.id, b.id));
      },
      save(each) {
        const before = waitingOnly(kept.get(each.id));
        const after = waitingOnly(each);
        byKey.move(each.id, before && keyOf(before.trigger, before.key), after && keyOf(after.trigger, after.key));
        byOrder.move(each.id, before?.order, after?.order);
        byCustomer.move(each.id, before?.customer, after?.customer);
        byPhone.move(each.id, before?.phone, after?.phone);
        kept.set(each.id, each);
      },
    },
    flush: kept.flush,
    forget() {
      for (const part of [kept, byKey, byOrder, byCustomer, byPhone]) part.forget();
    },
    size: () => kept.size,
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

/** No index has to be touched. */
function standsAsBefore(before: Instance | undefined, after: Instance): boolean {
  return (
    before?.status === after.status &&
    before.order === after.order &&
    before.customer === after.customer &&
    before.phone === after.phone
  );
}

function columnsOf(each: Instance): readonly (string | number | null)[] {
  const { id, trigger, key, revision, status, step, order = null, customer = null, phone = null, enteredAt } = each;
  return [id, trigger, key, revision, status, step, order, customer, phone, enteredAt];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
