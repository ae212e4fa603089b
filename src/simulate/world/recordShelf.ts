import { linkOf, recordAfter, sayingOf, type EntityKind, type EntityRecord } from '../../engine/index.js';
import type { Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import { fingerprint } from './fingerprint.js';
import { createIdTable, type Id } from './idTable.js';
import { createLinks } from './links.js';
import type { RecordedLines } from './recordedLines.js';

/** The records of one kind of entity by id. */
export interface RecordShelf {
  get(id: Id): EntityRecord | undefined;
  knows(id: Id): boolean;
  /** The customer's id that the record names, as text. */
  ownerOf(id: Id): string | undefined;
  /** `event`: what the record came of, merged into the one before. */
  put(id: string, record: EntityRecord, event?: Event): void;
  /** The event is the first about the entity, to be merged when somebody asks for the record. False: that is not possible. */
  begin(id: string, event: Event, owner: unknown): boolean;
  /** The event is to be merged when somebody asks for the record. False: that is not possible. */
  putOff(id: string, event: Event): boolean;
  /** The last event that was merged said the same. */
  repeats(id: string, event: Event): boolean;
  /** The data as it is now, whenever it is asked for. */
  asOfNow(id: Id): () => EntityRecord['data'] | undefined;
  forEach(visit: (id: Id) => void): void;
  /** From now on records are kept as objects: somebody asks for all of them. */
  keepObjects(): void;
}

/** A record that was changed so often, or asked for a third as often, is an object from then on. */
const patience = 8;
const weightOfQuestion = 3;
/** So many of those that were told last are at hand, and of those that were asked for later: most are told to nobody, but who asks comes back. */
const [toldAtHand, askedAtHand] = [16, 4096];

/**
 * Most orders of a log are never asked for after their first day, and what lives long is what a collector of garbage takes longest for.
 * So a record is the chain of the lines that made it, the last one first, and is made again when somebody asks. What came of no line of
 * the log is kept as it is.
 */
export function createRecordShelf(kind: EntityKind, lines: RecordedLines): RecordShelf {
  /** A record, or the last link of its chain. */
  const records = createIdTable<EntityRecord | number>();
  const links = createLinks();
  const told = createRecent(toldAtHand);
  const asked = createRecent(askedAtHand);
  const atHand = (link: number): EntityRecord | undefined => told.get(link) ?? asked.get(link);
  const printOf = createPrints(kind);
  let keepsObjects = false;

  const fold = (id: Id, link: number): EntityRecord => {
    const before = links.before(link);
    return recordAfter(kind, String(id), before < 0 ? undefined : fold(id, before), lines.read(links.line(link)));
  };
  const made = (id: Id, link: number): EntityRecord => {
    const known = atHand(link);
    if (known !== undefined) return known;
    const record = fold(id, link);
    const isJustTold = lines.isAtHand(links.line(link));
    const weight = links.weight(link) + (isJustTold ? 0 : weightOfQuestion);
    links.weigh(link, weight);
    if (weight >= patience) records.set(id, record);
    else (isJustTold ? told : asked).set(link, record);
    return record;
  };
  const get = (id: Id): EntityRecord | undefined => {
    const found = records.get(id);
    return typeof found === 'number' ? made(id, found) : found;
  };
  /** The next link of a chain; -1: there is none. */
  const extend = (id: string, event: Event, owner: number, saying: number): number => {
    const last = records.get(id);
    if (typeof last === 'object') return -1;
    const weight = last === undefined ? 0 : links.weight(last) + 1;
    const line = weight >= patience ? -1 : lines.numberOf(event);
    if (line < 0) return -1;
    const link = links.add({ line, before: last ?? -1, owner, saying, weight });
    records.set(id, link);
    return link;
  };
  return {
    get,
    knows: (id) => records.get(id) !== undefined,
    ownerOf(id) {
      const found = records.get(id);
      const owner = typeof found === 'number' ? links.owner(found) : -1;
      return owner >= 0 ? String(owner) : linkOf(get(id));
    },
    put(id, record, event) {
      const link = event === undefined || keepsObjects ? -1 : extend(id, event, ownerIn(record), printOf(event));
      if (link < 0) records.set(id, record);
      else told.set(link, record);
    },
    begin: (id, event, owner) => !keepsObjects && extend(id, event, plainOwner(owner), printOf(event)) >= 0,
    putOff(id, event) {
      const known = records.get(id);
      if (typeof known !== 'number') return false;
      // An order without a customer may get one by any event, and whose orders are whose is kept elsewhere.
      if (kind === 'order' && links.owner(known) < 0) return false;
      return extend(id, event, links.owner(known), 0) >= 0;
    },
    repeats(id, event) {
      const known = records.get(id);
      const saying = typeof known === 'number' ? links.saying(known) : 0;
      return saying !== 0 && saying === printOf(event);
    },
    asOfNow(id) {
      const found = records.get(id);
      if (typeof found !== 'number') return () => found?.data;
      let data: EntityRecord['data'] | undefined;
      return () => (data ??= (atHand(found) ?? fold(id, found)).data);
    },
    forEach: (visit) => records.forEach((_, id) => visit(id)),
    keepObjects() {
      keepsObjects = true;
    },
  };
}

/** Records by link, the last ones. */
function createRecent(size: number): {
  get(link: number): EntityRecord | undefined;
  set(link: number, record: EntityRecord): void;
} {
  const links = new Int32Array(size).fill(-1);
  const records: EntityRecord[] = [];
  return {
    get: (link) => (links[link % size] === link ? records[link % size] : undefined),
    set(link, record) {
      links[link % size] = link;
      records[link % size] = record;
    },
  };
}

/** Fingerprints of what events say; 0: there is none. An event is asked twice. */
function createPrints(kind: EntityKind): (event: Event) => number {
  let last: Event | undefined;
  let print = 0;
  return (event) => {
    if (event !== last) {
      const saying = sayingOf(kind, event);
      print = saying === undefined ? 0 : fingerprint(saying);
      last = event;
    }
    return print;
  };
}

/** The customer's id when it is a plain number, else -1. */
function ownerIn({ data }: EntityRecord): number {
  const link = data['customer'];
  return isObject(link) ? plainOwner(link['id']) : -1;
}

function plainOwner(id: unknown): number {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < 2 ** 31 ? id : -1;
}
