import type { Project } from '../language/project.js';
import type { Ambient, Entity, Scope } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import type { Duration } from '../model/duration.js';
import type { Effect } from '../model/effect.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { ListElement } from '../model/instance.js';
import type { Clockwork } from '../model/span.js';
import type { Reason, Refusal } from './reasons.js';
import type { ApiCall, PhraseWord, Vocabulary } from './word.js';

/** What a trigger form, a step and an action mean when they run: pure functions beside their words. */

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

/** What actions remember beside the CRM's own data, by name; kept when the effect goes out, forgotten when it is skipped. */
export interface Memory {
  read(name: string): string | undefined;
  write(name: string, value: string): void;
}

/** A step as the engine compiled it; `value` and `siblings` are the spec, evaluated on demand. */
export interface StepContext {
  readonly spec: Spec;
  readonly now: Instant;
  readonly scope: Scope;
  readonly stepEnteredAt: Instant;
  readonly enteredAt: Instant;
  /** Path of the step, for stable hashes. */
  readonly path: string;
  /** Code of the trigger, id and key of the instance. */
  readonly trigger: string;
  readonly instance: string;
  readonly key: string;
  /** Small values that outlive the instance: positions, stock, ledgers. Written in the transaction of the turn. */
  readonly memory: Memory;
  /** What the step resulted in the last time. */
  readonly own: Spec;
  readonly customer?: string;
  readonly order?: string;
  /** The value at a path below the step, with `=` evaluated and texts rendered; missing → `undefined`. `also`: further variables. */
  evaluate(path: readonly (string | number)[], also?: Spec): unknown;
  /** Id of the effect that the step brings about now. */
  effectId(): string;
  /** The first value that a text needed and did not find, since this context was made. */
  missing(): string | undefined;
  /** The time of the subject (customer), for spans and local times. */
  readonly clockwork: Clockwork;
  readonly ambient: Ambient;
}

export type FlowDecision =
  | { readonly do: 'next'; readonly result?: Spec }
  /** Into the nth body of the step; `elements`: what the rounds are about, `params`: what the steps of another resource get. */
  | {
      readonly do: 'enter';
      readonly body: number;
      readonly round?: number;
      readonly elements?: readonly ListElement[];
      readonly params?: Spec;
      readonly result?: Spec;
    }
  | { readonly do: 'wait'; readonly until: Instant; readonly intent?: string }
  | { readonly do: 'listen'; readonly timeout?: Instant }
  | { readonly do: 'stop'; readonly reason: string; readonly fails?: never }
  /** It could not do what it is there for, so that `onError` is asked first. */
  | { readonly do: 'stop'; readonly reason: Reason; readonly fails: true };

/** A flow step where it stands now: the round of its loop (0 before the first) and what its rounds are about. */
export interface FlowContext extends StepContext {
  readonly round: number;
  readonly elements?: readonly ListElement[];
  /** Spec of the resource that it calls. */
  readonly called?: Spec;
}

/** A part of a step: an action or a step of flow that reads the spec of the whole. */
export interface GeneratedStep {
  readonly id: string;
  readonly action?: ActionWord;
  readonly flow?: StepWord;
  /** Events that it listens to. */
  readonly patterns?: readonly { readonly event: string; readonly holds: (scope: Scope) => boolean }[];
}

/** What a step is done to. */
type Needed = 'order' | 'customer';

export interface StepWord extends PhraseWord {
  /** Paths of the step lists inside it, in the order of `FlowDecision.body`. */
  readonly bodies?: (spec: Spec) => readonly (readonly (string | number)[])[];
  /** Its bodies come back to it: `run` is called again with the next round. */
  readonly loops?: boolean;
  /** A loop over a list: where the list stands. Its element is bound as order, customer or item by its type, else as `element`. */
  readonly element?: readonly (string | number)[];
  /** Bodies that stand in no list of steps: what it consists of. Their results are members of its own while it runs. */
  readonly generates?: (spec: Spec) => readonly (readonly GeneratedStep[])[];
  /** Variables that must be in scope, as of an action. */
  readonly needs?: readonly Needed[];
  /** Address of the resource whose `do` is its last body; those steps see `params` and their own results. */
  readonly calls?: (spec: Spec) => string;
  /** Result members for `steps.<id>`. */
  readonly results?: Readonly<Record<string, ValueType>>;
  /** Those of which the spec says more: which arms there are. */
  readonly resultsOf?: (spec: Spec) => Readonly<Record<string, ValueType>>;
  /** Its moment is derived from data: it is looked at again at every event that concerns the instance. */
  readonly moves?: (spec: Spec) => boolean;
  /** First arrival, and for loops every return from a body (`round` counts). `heard`: an event that came before it (`looksBack`). */
  readonly run: (context: FlowContext & { readonly heard?: Entity }) => FlowDecision;
  /** The wait is over. Default: next. */
  readonly resume?: (
    context: FlowContext,
    woken: { readonly by: 'time' } | { readonly by: 'event'; readonly event: Entity },
  ) => FlowDecision;
  /** A step that listens: an event counts though it came before the step was reached, from the entry on or so long before the step. */
  readonly looksBack?: (spec: Spec) => 'entry' | Duration | undefined;
  /** A step that listens: the patterns of its events, as paths of the maps that hold `event` and `where`. */
  readonly patterns?: (spec: Spec) => readonly (readonly (string | number)[])[];
}

/** What the world does with an effect in a back-test. */
export interface Reaction {
  /** Merged into the world as an event of crmctl's own, so that other triggers see it. */
  readonly event?: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
  /** More of them, after the first. */
  readonly further?: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];
  readonly result: Readonly<Record<string, unknown>>;
  /** Why it did not succeed: the step fails. */
  readonly failed?: string;
}

/**
 * After an ambiguous failure (docs/operations.md#when-it-crashes): `set` re-reads and writes only what is still needed; `key` repeats, "already exists" is
 * success; `search` looks the mark up first; `none` is never repeated silently.
 */
export type Idempotency = 'set' | 'key' | 'search' | 'none';

/** What a procedure may know beside its effect. */
export interface ApiFacts {
  /** Of the account. */
  readonly zone: string;
  /** Other effects of this action about this customer that were carried out since then: what is theirs in the CRM is not this one's. */
  readonly carriedOut: (since: Instant) => readonly Effect[];
}

/** The calls of one effect as a generator: yields a call, is given the answer's body, returns the result values. Pure. */
export type ApiProcedure = (
  effect: Effect,
  again: boolean,
  facts: ApiFacts,
) => Generator<ApiCall, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** A request that a resource declares, and what its texts and values are about beside order and customer. */
export interface DeclaredCall {
  readonly name: string;
  readonly about: Readonly<Record<string, unknown>>;
}

/**
 * Requests that a resource of the project declares, one after the other: yields which, is given what the declaration reads from the
 * answer, returns the result values; `ok: false` with a `reason` when the service would not. Pure.
 */
export type DeclaredCalls = (
  effect: Effect,
  again: boolean,
) => Generator<DeclaredCall, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** How an effect is carried out live: by a channel, an outside service, a program of the project, the CRM's API, or by crmctl alone. */
export type Live =
  | { readonly by: 'channel' }
  | { readonly by: 'http' }
  | { readonly by: 'exec' }
  /** Nobody outside is asked: what `happen` says is the result, and its event is told to the triggers. */
  | { readonly by: 'self' }
  | {
      readonly by: 'api';
      readonly procedure: ApiProcedure;
      /** `false`: the CRM's history does not tell of it. Once it is done, its event is told as of what goes by crmctl alone. */
      readonly inHistory?: false;
    }
  /** By requests that stand in the resource with this address, in the map at `member`. */
  | {
      readonly by: 'declared';
      readonly address: string;
      readonly member: string;
      /** Code of the Connection that they go to. */
      readonly connection: string;
      readonly calls: DeclaredCalls;
    };

export interface ActionWord extends PhraseWord {
  readonly idempotency: Idempotency;
  /** `customer`: passes the Policy and is suppressed by holdout and control. */
  readonly reaches: 'customer' | 'people' | 'crm' | 'outside';
  readonly results: Readonly<Record<string, ValueType>>;
  /** It takes of what there is little: who wants it in the same moment gets it by priority. */
  readonly scarce?: (spec: Spec) => boolean;
  /** Only the latest counts: one that has not gone out yet gives way to a newer one of the same trigger, step and key. */
  readonly givesWay?: (spec: Spec) => boolean;
  /**
   * Variables that must be in scope: an action whose trigger's event cannot carry it out is an error at `validate`. Where an entry brings none
   * the step is skipped with the reason `no-order` or `no-customer`.
   */
  readonly needs?: readonly Needed[];
  /** The effect's `data`, JSON. `undefined`: nothing to do. A text that misses a value aborts with the reason `missing-value`. */
  readonly prepare: (context: StepContext) => Spec | Refusal | undefined;
  /** Fields that it changes and events that it brings about (`event custom.x`), beside those that its spec names as fields: for circles of triggers. */
  readonly causes?: (spec: Spec) => readonly string[];
  /** It gives the customer something without a message: suppressed by holdout and control. */
  readonly gives?: true;
  /** Whether an order of the customer uses what it gave, by its result; `used` of the result is true then. */
  readonly usedBy?: (result: Spec, order: Spec) => boolean;
  /** Variables that stand in scope at some places inside it: `item` where lines are chosen. */
  readonly inner?: {
    readonly paths: readonly (readonly (string | number)[])[];
    readonly scope: Readonly<Record<string, ValueType>>;
  };
  /** `answer`: the result values, where it was carried out live; without it everything is as `prepare` reckoned. */
  readonly happen: (effect: Effect, ambient: Ambient, answer?: Spec) => Reaction;
  /** Instead of `happen`, when a Test says what the outside service answers. */
  readonly answered?: (effect: Effect, answer: Spec, ambient: Ambient) => Reaction;
  /** A part of it that is read once it succeeded: where it stands, and what of the result stands in scope there. */
  readonly after?: { readonly path: readonly (string | number)[]; readonly scope: Readonly<Record<string, ValueType>> };
  /** What is to be done then: another action, with its `data`. */
  readonly follow?: (
    context: StepContext,
  ) => { readonly id: string; readonly action: string; readonly data: Spec } | undefined;
  /** The effect in the words of its YAML, for what a Test expects; default: its data. */
  readonly written?: (effect: Effect) => Readonly<Record<string, unknown>>;
  /** Members of that, for those who name them in a Test; `fields`: paths of fields, with their new values. */
  readonly shows: readonly string[] | 'fields';
  /** What a Test expects, brought to the words of `written`. */
  readonly expected?: (pattern: Spec, project: Pick<Project, 'ofKind'>) => Spec;
  /** Work for a person that names no person: done, and counted as the warning `unassigned`. */
  readonly unassigned?: (effect: Effect) => boolean;
  /** What the project must declare so that it can be carried out, if that is not there: `validate` names it. */
  readonly lacks?: (spec: Spec, project: Pick<Project, 'byAddress'>) => string | undefined;
  readonly live: Live;
  /** Where it depends on the effect: a ledger of our own or of the CRM. Default: `live`. */
  readonly liveOf?: (effect: Effect) => Live;
}
