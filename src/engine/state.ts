import type { Entity, WorldView } from '../language/scope.js';
import type { Event } from '../model/event.js';
import type { Instance, Timer } from '../model/instance.js';
import type { Instant } from '../model/instant.js';

export type EntityKind = 'order' | 'customer';

/** An entity as the world knows it. Records are replaced, never changed in place. */
export interface EntityRecord {
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Instant;
  /** When each field that ever changed took its present value. */
  readonly since: Readonly<Record<string, Instant>>;
  readonly deleted?: boolean;
}

export interface WorldStore extends WorldView {
  record(kind: EntityKind, id: string): EntityRecord | undefined;
  knows(kind: EntityKind, id: string): boolean;
  /** The customer's id that an order names, as text. */
  ownerOf(order: string): string | undefined;
  /** `event`: what the record came of, merged into the one before. */
  put(kind: EntityKind, id: string, record: EntityRecord, event?: Event): void;
  /**
   * The event is the first about an entity, `owner` the customer whom an order names by it. It is to be merged (`recordAfter`) when
   * somebody asks for the record. False: it has to be merged now. A host that keeps records as they are leaves it out.
   */
  begin?(kind: EntityKind, id: string, event: Event, owner: unknown): boolean;
  /**
   * The event is to be merged (`recordAfter`) when somebody asks for the record. False: it has to be merged now. A host that keeps
   * records as they are leaves it out.
   */
  putOff?(kind: EntityKind, id: string, event: Event): boolean;
  /** The event says of it what the last one that was merged said (`sayingOf`). Left out: nobody knows. */
  repeats?(kind: EntityKind, id: string, event: Event): boolean;
  /** The entity as it is now, for whoever may ask later: a host that has to make it makes it then. Left out: it is at hand. */
  asOfNow?(kind: EntityKind, id: string): () => Entity | undefined;
  setSegments(customer: string, codes: readonly string[]): void;
  /** Users that a log describes; a host that knows its users otherwise leaves it out. */
  putUser?(id: string, user: Readonly<Record<string, unknown>>): void;
}

/** Whom something is about, by their ids: an order, a customer, the phone of somebody unknown. */
export interface About {
  readonly order?: string | undefined;
  readonly customer?: string | undefined;
  readonly phone?: string | undefined;
}

/**
 * All that a host keeps for the engine. Synchronous; everything between two commits is one transaction of the host
 * (memory: trivially). Every answer is in a fixed order, so that hosts cannot differ.
 */
export interface EngineState {
  readonly world: WorldStore;
  /** A host may forget all of those that have ended but their ids: see `hasEntered`. */
  instance(id: string): Instance | undefined;
  /** There is such an instance, waiting or ended. */
  hasEntered(id: string): boolean;
  /** Waiting instances of a trigger (by code) with this key, by time of entry, then id. */
  liveOf(trigger: string, key: string): readonly Instance[];
  /** Waiting instances of a trigger, by time of entry, then id. */
  waitingOf(trigger: string): readonly Instance[];
  /** Waiting instances that carry this order, or (by `customerDecides`) this customer or phone; by trigger code, then id. */
  concerning(about: About): readonly Instance[];
  /** Stores an instance; one whose status is not `waiting` leaves the two indexes above. */
  save(instance: Instance): void;
  arm(timer: Timer): void;
  disarm(id: string): void;
  timer(id: string): Timer | undefined;
  /** The earliest timer by (due, priority descending, id); it stays armed. */
  nextTimer(): Timer | undefined;
  /** `once`: when this mark was last used. */
  used(mark: string): Instant | undefined;
  /** `undefined`: it was not used after all. */
  use(mark: string, at: Instant | undefined): void;
  /** Marks that begin so, with when each was last used, in the order of their text. */
  usedUnder(start: string): readonly (readonly [mark: string, at: Instant])[];
  /** Messages that were let through to a customer since a moment, in order, for caps: class and instant. */
  sentTo(customer: string, since: Instant): readonly { readonly class: string; readonly at: Instant }[];
  recordSent(
    customer: string,
    message: { readonly class: string; readonly at: Instant; readonly effect: string },
  ): void;
  /** How many runs of a trigger (by code) entered with this key after a moment, at most an hour ago. */
  enteredSince(trigger: string, key: string, since: Instant): number;
  /** One more; what was before `since` may be forgotten. */
  countEntry(trigger: string, key: string, at: Instant, since: Instant): void;
  /** Small values that the engine remembers: activation of a trigger, round-robin positions. */
  memo(name: string): string | undefined;
  /** `undefined`: it is forgotten. */
  setMemo(name: string, value: string | undefined): void;
  /** Memos whose names begin so, in the order of their names. */
  memosUnder(start: string): readonly (readonly [name: string, value: string])[];
}
