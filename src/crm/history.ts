import { canonicalJson } from '../model/digest.js';
import type { Change, Event } from '../model/event.js';
import { instant, type Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { fromLocal, fromLocalSince, minute, parseLocal } from '../model/zone.js';
import { CrmError } from './errors.js';
import { memberOfList, pathOfField, valueOfField } from './historyFields.js';
import type { HistoryEntity } from './historyPages.js';

type Row = Readonly<Record<string, unknown>>;
type Noun = 'order' | 'customer' | 'task';

const nouns: Readonly<Record<HistoryEntity, Noun>> = { orders: 'order', customers: 'customer', tasks: 'task' };

/**
 * Rows of one history (whole pages of `client.history`) as events, in the order of their first rows. What one actor did to one entity
 * within one second is one save, and one `order.changed`; its id is `orders-<first history id>`. The first row of a life makes
 * `order.created` with the whole object, the last `order.deleted` or `customer.merged`; lines and payments that come and go are
 * `item.added`, `item.removed` and `payment.changed`.
 *
 * `zone` is the account's: the CRM writes local times. One that occurs twice, where the clock is put back, is the first unless a row before
 * it, or what was read before (`since`), is later than that. `ownKey`: `apiKey.current` in a row means that we did it, which marks the event
 * as `own` — true for pages read with the runner's key, false for recorded ones. Pure; throws `CrmError` (`malformed`) on a row that names
 * no entity or no time.
 */
export function decodeHistory(
  entity: HistoryEntity,
  rows: readonly Row[],
  zone: string,
  ownKey: boolean,
  since?: Instant,
): Event[] {
  const saves = new Map<string, Row[]>();
  /** The saves that made an order, by its id and their second. */
  const births = new Map<string, string>();
  for (const row of rows) {
    const second = JSON.stringify([subjectOf(entity, row), row['createdAt']]);
    const own = JSON.stringify([second, actorOf(row)]);
    if (row['created'] === true && !isPart(entity, row)) births.set(second, own);
    const key = isOwnerOfBirth(row) ? (births.get(second) ?? own) : own;
    const save = saves.get(key);
    if (save === undefined) saves.set(key, [row]);
    else save.push(row);
  }
  let last = since;
  return [...saves.values()].flatMap((save) => {
    const at = timeOf(entity, save[0]!, zone, last);
    last = instant(Math.max(at, last ?? at));
    return eventsOf(entity, save, at, ownKey);
  });
}

/** An order that makes its customer is given to him by the CRM itself in the same second: nothing that somebody did. */
function isOwnerOfBirth(row: Row): boolean {
  return row['source'] === 'code' && row['field'] === 'customer' && row['oldValue'] === null;
}

function eventsOf(entity: HistoryEntity, save: readonly Row[], at: Instant, ownKey: boolean): Event[] {
  const noun = nouns[entity];
  const own = ownKey && save.some((row) => isObject(row['apiKey']) && row['apiKey']['current'] === true);
  const make = (row: Row, type: string, data: Row, suffix = ''): Event => ({
    id: `${entity}-${String(row['id'])}${suffix}`,
    source: 'crm',
    type,
    at,
    data: { ...about(noun, row), ...data, by: actorOf(row) },
    ...(own && { own }),
  });

  const birth = save.find((row) => row['created'] === true && !isPart(entity, row));
  const end = save.find((row) => (row['deleted'] === true && !isPart(entity, row)) || isObject(row['combinedTo']));
  const born = birth && (birth[noun] as Row); // subjectOf found it there
  const parts = save.filter((row) => isPart(entity, row) && !isIn(born, row));
  const changed = save.filter((row) => row !== birth && row !== end && !isPart(entity, row));
  const changes = changed.map((row) => changeOf(entity, row)).filter((change) => !isToldBy(born, change));
  return [
    ...(birth ? [make(birth, `${noun}.created`, { [noun]: whole(noun, birth[noun]) })] : []),
    ...(changes.length > 0
      ? [make(changed[0]!, changedType(noun, changes), changedData(noun, changed[0]!, changes))]
      : []),
    ...parts.map((row) => partEvent(row, make)),
    ...(end
      ? [make(end, endType(noun, end), isObject(end['combinedTo']) ? { combinedTo: end['combinedTo'] } : {})]
      : []),
  ];
}

/**
 * A change row's entity is a stub, and its `status` and `managerId` are those of the moment of reading: only what
 * identifies is taken from it.
 */
function about(noun: Noun, row: Row): Row {
  const entity = row[noun] as Row; // subjectOf found it there
  const { id, externalId } = entity;
  const stub = { id, ...(externalId !== undefined && { externalId }) };
  if (noun !== 'task') return { [noun]: stub };
  const links = Object.fromEntries(
    (['order', 'customer'] as const).flatMap((name) => {
      const link = entity[name];
      return isObject(link) && link['id'] !== undefined ? [[name, { id: link['id'] }]] : [];
    }),
  );
  return { task: whole('task', entity), ...links };
}

/** The API names a task's performer by a bare id, and a person's fields by `…Id`. */
function whole(noun: Noun, entity: unknown): unknown {
  if (noun !== 'task' || !isObject(entity) || entity['performer'] === undefined) return entity;
  return { performerId: entity['performer'], ...entity };
}

function changeOf(entity: HistoryEntity, row: Row): Change {
  const field = pathOfField(entity, String(row['field']));
  const left = memberOfList(entity, field, row['oldValue']);
  const joined = memberOfList(entity, field, row['newValue']);
  const listed = joined ?? left;
  if (listed !== undefined)
    return { field, old: left?.member ?? null, new: joined?.member ?? null, element: listed.key };
  const element = partIdOf(field, row);
  const old = valueOfField(field, row['oldValue']);
  return { field, old, new: valueOfField(field, row['newValue']), ...(element !== undefined && { element }) };
}

/** The line or the payment that a changed field belongs to. */
function partIdOf(field: string, row: Row): string | number | undefined {
  const part = field.startsWith('items.') ? row['item'] : field.startsWith('payments.') ? row['payment'] : undefined;
  const id = isObject(part) ? part['id'] : undefined;
  return typeof id === 'number' || typeof id === 'string' ? id : undefined;
}

/** Does the object of a birth already hold the new value? Then the row repeats it, and is no change. */
function isToldBy(born: Row | undefined, { field, old, new: value, element }: Change): boolean {
  if (born === undefined || old !== null) return false;
  const there = field.split('.').reduce<unknown>((owner, name) => (isObject(owner) ? owner[name] : undefined), born);
  if (element === undefined) return isSame(valueOfField(field, there), value);
  return Array.isArray(there) && there.some((member: unknown) => holds(member, element));
}

/** Another object is named by its id, whatever else is said of it; numbers may be written as texts. */
function isSame(there: unknown, told: unknown): boolean {
  if (isObject(told) && isObject(there) && told['id'] !== undefined) return String(told['id']) === String(there['id']);
  const isPlain = typeof told !== 'object' && typeof there !== 'object';
  return isPlain ? String(told) === String(there) : canonicalJson(there) === canonicalJson(told);
}

function holds(member: unknown, element: string | number): boolean {
  return isObject(member) ? Object.values(member).includes(element) : member === element;
}

/** `changes` are fields of an order or customer; a task carries its new values itself. */
function changedData(noun: Noun, row: Row, changes: readonly Change[]): Row {
  if (noun !== 'task') return { changes };
  const values = Object.fromEntries(changes.map((change) => [change.field, change.new]));
  return { task: { ...(whole(noun, row[noun]) as Row), ...values } }; // a task is a map, subjectOf found it
}

function changedType(noun: Noun, changes: readonly Change[]): string {
  const closed = changes.some(
    ({ field, new: value }) =>
      (field === 'complete' && value === true) || (field === 'status' && value === 'completed'),
  );
  return noun === 'task' && closed ? 'task.completed' : `${noun}.changed`;
}

function endType(noun: Noun, row: Row): string {
  return noun === 'customer' && isObject(row['combinedTo']) ? 'customer.merged' : `${noun}.deleted`;
}

/** A line or a payment that was added to or taken from an order. */
function isPart(entity: HistoryEntity, row: Row): boolean {
  return (
    entity === 'orders' && (row['field'] === 'order_product' || row['field'] === 'payments') && isObject(partOf(row))
  );
}

function partOf(row: Row): unknown {
  return row['field'] === 'payments' ? row['payment'] : row['item'];
}

/** Does the object of a birth already hold this line or payment? The CRM writes both as lists, payments also as a map. */
function isIn(born: Row | undefined, row: Row): boolean {
  const part = partOf(row);
  const parts = born?.[row['field'] === 'payments' ? 'payments' : 'items'];
  if (!isObject(part) || isGone(row) || typeof parts !== 'object' || parts === null) return false;
  return Object.values(parts).some((other: unknown) => isObject(other) && other['id'] === part['id']);
}

function partEvent(row: Row, make: (row: Row, type: string, data: Row, suffix?: string) => Event): Event {
  const part = partOf(row) as Row; // isPart looked
  if (row['field'] === 'order_product')
    return make(row, isGone(row) ? 'item.removed' : 'item.added', { item: part }, '-item');
  if (!isGone(row)) return make(row, 'payment.changed', { payment: part }, '-payment');
  // The API's events know no removed payment: it is left without a status and an amount, so that it pays for nothing.
  const changes = ['status', 'amount'].map((name) => ({
    field: `payments.${name}`,
    old: part[name] ?? null,
    new: null,
    element: part['id'],
  }));
  return make(row, 'payment.changed', { payment: { id: part['id'] }, changes }, '-payment');
}

function isGone(row: Row): boolean {
  return row['deleted'] === true || row['newValue'] === null || row['newValue'] === undefined;
}

interface Actor {
  /** `user api code rule` */
  readonly source: string;
  readonly user?: unknown;
  readonly current?: boolean;
}

function actorOf(row: Row): Actor {
  const user = isObject(row['user']) ? row['user']['id'] : undefined;
  const current = isObject(row['apiKey']) ? row['apiKey']['current'] === true : undefined;
  return {
    source: typeof row['source'] === 'string' ? row['source'] : 'unknown',
    ...(user !== undefined && { user }),
    ...(current !== undefined && { current }),
  };
}

function subjectOf(entity: HistoryEntity, row: Row): unknown {
  const subject = row[nouns[entity]];
  if (isObject(subject) && subject['id'] !== undefined) return subject['id'];
  throw unreadable(entity, row, `names no ${nouns[entity]}`);
}

/** So much earlier than a row before it may be dated, by a clock that goes otherwise. */
const skew = 5 * minute;

function timeOf(entity: HistoryEntity, row: Row, zone: string, since: Instant | undefined): Instant {
  const local = typeof row['createdAt'] === 'string' ? parseLocal(row['createdAt']) : undefined;
  if (local === undefined) throw unreadable(entity, row, `has no time (createdAt ${JSON.stringify(row['createdAt'])})`);
  return since === undefined ? fromLocal(zone, local) : fromLocalSince(zone, local, instant(since - skew));
}

function unreadable(entity: HistoryEntity, row: Row, what: string): CrmError {
  return new CrmError(`Row ${String(row['id'])} of ${entity}/history ${what}`, {
    reason: 'malformed',
    request: `GET ${entity}/history`,
  });
}
