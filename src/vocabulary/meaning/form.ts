import type { Ambient, Entity } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';
import type { Event } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import type { PhraseWord, Vocabulary } from '../word.js';

type Spec = Readonly<Record<string, unknown>>;

/** One reason to enter: what tells it apart from other entries, and what `event` gets beside the event's own members. */
export interface Match {
  /** Part of the instance id: the event's id, the id of the change, the moment since when … (docs/engine.md#instances) */
  readonly episode: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Deadline {
  readonly due: Instant;
  /** What it counts from: tells entries apart. */
  readonly episode: string;
  /** Members of the `event` variable, when it stands for an event. */
  readonly event?: Spec;
}

/** The entity whose data a deadline is derived from. */
export interface DeadlineSubject {
  readonly entity: Entity;
  /** A field of it, computed ones too: `status`, `lastOrderAt`, `cart.updatedAt`. */
  value(field: string): unknown;
  /** The same, of a field that holds a moment; of another none. */
  moment(field: string): Instant | undefined;
  /** Of a field of the entity: since when it holds its value; its creation when it never changed; never before the trigger's activation. */
  since(field: string): Instant;
  /** The value at a path below the form, with `=` evaluated. */
  evaluate(path: readonly (string | number)[]): unknown;
  /** Zone of the subject. */
  zone(): string;
}

export interface FormWord extends PhraseWord {
  /** Variables of `where`, `when`, steps …: `event` and what it is about; `order`, `customer` where the form knows them. */
  readonly scope: (form: Spec, words: Vocabulary) => Readonly<Record<string, ValueType>>;
  /** Event types, `changed:<field>` for a change of a field, `changed:<field>=<value>` for one to a value. */
  readonly listens?: (form: Spec) => readonly string[];
  /** Variables that its matches bring, beside what the event carries. */
  readonly brings?: (form: Spec) => readonly string[];
  /** Entries that an event may start: the first that `where` lets in. */
  readonly match?: (form: Spec, event: Event, ambient: Ambient) => readonly Match[];
  /** Forms that fire at a moment derived from data: recomputed whenever the subject changes. */
  readonly deadline?: {
    /** `undefined`: this form has no deadline. */
    readonly subject: (form: Spec) => 'order' | 'customer' | undefined;
    /** The field whose change moves it; without one anything may. */
    readonly watches?: (form: Spec) => string;
    /** When it fires for the entity as it is now and what it counts from; `undefined`: it does not. */
    readonly due: (form: Spec, subject: DeadlineSubject, ambient: Ambient) => Deadline | undefined;
  };
  /** Forms that fire by the clock alone. */
  readonly schedule?: { readonly next: (form: Spec, after: Instant, zone: string) => Instant | undefined };
}
