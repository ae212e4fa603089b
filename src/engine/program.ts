import type { Path } from '../language/project.js';
import type { Expression, ObjectWord, ProjectFacts, Text } from '../language/scope.js';
import type { Duration } from '../model/duration.js';
import type { Change } from '../model/event.js';
import type { ActionWord } from '../vocabulary/meaning/action.js';
import type { FormWord } from '../vocabulary/meaning/form.js';
import type { StepWord } from '../vocabulary/meaning/step.js';
import type { ApprovedRole, ChannelRole, Late, PolicyRole } from '../vocabulary/roles/index.js';
import type { Evaluate, Evaluators } from './compile/evaluator.js';
import type { EntityKind } from './state.js';

/** A project, compiled: what every host runs. */
export interface Program {
  /** Digest of all that the engine reads. */
  readonly revision: string;
  readonly zone: string;
  readonly facts: ProjectFacts;
  /** By code; what new entries use. */
  readonly triggers: ReadonlyMap<string, CompiledTrigger>;
  /** By digest: also revisions that waiting instances are pinned to. */
  readonly revisions: ReadonlyMap<string, CompiledTrigger>;
  readonly listeners: Listeners;
  readonly deadlines: Readonly<Record<EntityKind, DeadlineForms>>;
  /** Events that some step looks back for: name → for how long they are kept, in milliseconds. */
  readonly kept: ReadonlyMap<string, number>;
  /** Somebody reads or hears which messages went out: hosts tell them as `message.accepted`. */
  readonly hearsMessages: boolean;
  /** Codes of the triggers whose instances wait for, exit by or have as their goal an event that is about no person: by event. */
  readonly broadcasts: ReadonlyMap<string, readonly string[]>;
  /** Some step gives what an order can use: a coupon. */
  readonly givesForUse: boolean;
  /** Some trigger has a goal. */
  readonly hasGoals: boolean;
  readonly schedules: readonly CompiledForm[];
  readonly segments: readonly CompiledSegment[];
  /** Fields of the entities: computed ones, and how those of time move. */
  readonly fields: Readonly<Record<'order' | 'customer', ObjectWord['fields']>>;
  readonly policy: PolicyRole;
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  /** Language of the shop. */
  readonly locale: string;
  readonly channels: ReadonlyMap<string, ChannelRole>;
}

/** Forms to be asked about what happened. */
export interface Listeners {
  /** Each form that listens to the event itself or to one of its changes, once; by rank. */
  of(type: string, changes: readonly Change[]): readonly CompiledForm[];
}

/** Forms that fire at a moment derived from an entity's data. */
export interface DeadlineForms {
  readonly all: readonly CompiledForm[];
  /** Those that a change of the field moves; names as the world has them: `customer.cart.updatedAt`. */
  ofField(field: string): readonly CompiledForm[];
}

export interface CompiledTrigger {
  readonly code: string;
  readonly address: string;
  /** The code that it had before. */
  readonly renamedFrom?: string;
  readonly revision: string;
  /** Specs of the resources whose steps it calls, by address: with its own they are the revision. */
  readonly called: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly class: string;
  readonly priority: number;
  readonly mode: 'single' | 'restart' | 'parallel';
  readonly backfill: 'none' | 'all';
  readonly inFlight: 'pin' | 'follow' | 'drain' | 'cancel';
  /** Steps that have another path now: old → new. */
  readonly migrate: Readonly<Record<string, string>>;
  /** What the trigger says itself; see `lateMaxFor` and `lateSpreadFor`. */
  readonly late: Late;
  /** Share of customers, 0 … 1. */
  readonly holdout: number;
  readonly once?: Once;
  readonly forms: readonly CompiledForm[];
  readonly key: readonly Expression[];
  /** The key names the customer and leaves the order out: its instances are about the customer. */
  readonly ofCustomer: boolean;
  readonly vars: readonly { readonly name: string; readonly evaluate: Evaluate }[];
  readonly when?: Expression;
  readonly exits: readonly Exit[];
  readonly goal?: Goal;
  /** Steps in reading order; `first` is where an instance begins. */
  readonly nodes: readonly Node[];
  readonly nodeOfPath: ReadonlyMap<string, number>;
  /** Those for which events count that came since the entry. */
  readonly hearing: readonly Node[];
  readonly first: number;
  /** Steps with `once` that hold others: they are done when the last of those is left. */
  readonly onceAround: readonly Node[];
}

export interface Once {
  readonly per: 'order' | 'customer' | 'key';
  readonly every?: Duration;
  /** Counted together with whatever names the same group. */
  readonly group?: string;
}

/** An event of that type for which the condition holds. */
export interface EventPattern {
  readonly event: string;
  readonly where?: Pick<Expression, 'evaluate'>;
  /** `where` reads what is known only when the step is reached: the element of a loop, parameters, results of steps. */
  readonly ofRound?: true;
}

export interface Goal extends EventPattern {
  /** Counted only so long after entry; without it until the instance ends and a while longer. */
  readonly within?: Duration;
  readonly value?: Expression;
}

export type Exit =
  | { readonly by: 'condition'; readonly condition: Expression }
  | { readonly by: 'event'; readonly pattern: EventPattern }
  | { readonly by: 'goal' };

export interface CompiledForm {
  readonly trigger: CompiledTrigger;
  readonly index: number;
  /** Whose its timers are: `win-back#0`. */
  readonly owner: string;
  /** How the ids of its timers begin; those of an order or a customer end in its id. */
  readonly timers: Readonly<Record<EntityKind, string>>;
  /** Place among all forms: priority, trigger code, place in the trigger. */
  rank: number;
  /** `id` of the form, or its word. */
  readonly name: string;
  readonly word: FormWord;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly evaluators: Evaluators;
  readonly where?: Expression;
  /** `where` reads nothing that this form alone gives: neither its name, nor an element, nor the change that it is about. */
  readonly sharesScope: boolean;
  readonly each?: { readonly list: Expression; readonly binds: string; readonly orderBy?: Expression };
  readonly own: 'true' | 'false' | 'self';
  /** Deadlines: fields whose change moves it, as the world names them; `undefined`: any. */
  readonly watches?: readonly string[];
}

/** The end of a trigger's steps, as an index of a node. */
export const end = -1;

/** A step that another stands in. */
export interface TrailPart {
  readonly id: string;
  readonly path: string;
  /** Its round belongs to the identity of what is inside. */
  readonly loop: boolean;
  /** Name under which its element is bound. */
  readonly binds?: string;
  /** Results of what is inside are members of its own. */
  readonly keeps?: true;
  /** What is inside belongs to another resource: own `steps`, and `params`. */
  readonly calls?: true;
}

export interface Node {
  readonly id: string;
  /** Ids from the root: `ladder/call`. */
  readonly path: string;
  /** The same step by step, from the root to itself. */
  readonly trail: readonly TrailPart[];
  readonly spec: Readonly<Record<string, unknown>>;
  readonly specPath: Path;
  readonly flow?: StepWord;
  readonly action?: ActionWord;
  readonly evaluators: Evaluators;
  readonly if?: Expression;
  readonly once?: Once;
  readonly hasValidUntil: boolean;
  readonly patterns: readonly EventPattern[];
  /** Events count for it that came before it was reached: from the entry on, or so long before. */
  readonly looksBack?: 'entry' | Duration;
  readonly onError: 'fail' | 'continue' | number;
  /** The step around it whose `onError` says what happens when this one fails. */
  readonly caughtBy?: number;
  /** Where it goes on: a node, or the end. A body's last step goes on behind the step that holds it, or back to a loop. */
  readonly next: number;
  /** First nodes of its bodies. */
  readonly bodies: readonly number[];
  /** Spec of the resource that it calls. */
  readonly called?: Readonly<Record<string, unknown>>;
}

export interface CompiledSegment {
  readonly code: string;
  readonly address: string;
  readonly exclusive?: string;
  readonly of?: Expression;
  readonly where?: Expression;
}

export interface CompiledMessage {
  readonly parts: readonly { readonly part: string; readonly text: Text }[];
  /** The text that a messenger approved, with the values for its places. */
  readonly approved?: Omit<ApprovedRole, 'args'> & { readonly args: readonly Text[] };
}

export type CompiledBodies = ReadonlyMap<string, CompiledMessage>;

export interface CompiledTemplate {
  readonly code: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** By channel type, in order of preference. */
  readonly bodies: CompiledBodies;
  /** The same in other languages, by locale. */
  readonly locales: ReadonlyMap<string, CompiledBodies>;
}
