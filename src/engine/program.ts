import type { Expression, ObjectWord, ProjectFacts, Text } from '../language/scope.js';
import type { Path } from '../language/project.js';
import type { Duration } from '../model/duration.js';
import type { ActionWord, FormWord, StepWord } from '../vocabulary/meaning.js';
import type { ChannelRole, PolicyRole } from '../vocabulary/roles/index.js';
import type { Evaluate, Evaluators } from './compile/evaluator.js';

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
  /** By event type, or `changed:<field>`; in order of priority, then code. */
  readonly listeners: ReadonlyMap<string, readonly CompiledForm[]>;
  readonly deadlines: { readonly order: readonly CompiledForm[]; readonly customer: readonly CompiledForm[] };
  readonly schedules: readonly CompiledForm[];
  readonly segments: readonly CompiledSegment[];
  /** Fields of the entities: computed ones, and how those of time move. */
  readonly fields: Readonly<Record<'order' | 'customer', ObjectWord['fields']>>;
  readonly policy: PolicyRole;
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly channels: ReadonlyMap<string, ChannelRole>;
}

export interface CompiledTrigger {
  readonly code: string;
  readonly address: string;
  readonly revision: string;
  readonly class: string;
  readonly priority: number;
  readonly mode: 'single' | 'restart' | 'parallel';
  readonly backfill: 'none' | 'all';
  readonly inFlight: 'pin' | 'follow' | 'drain' | 'cancel';
  /** Steps that have another path now: old → new. */
  readonly migrate: Readonly<Record<string, string>>;
  /** What is due longer ago than this is put aside instead of done; milliseconds. */
  readonly lateMax: number;
  /** Share of customers, 0 … 1. */
  readonly holdout: number;
  readonly once?: Once;
  readonly forms: readonly CompiledForm[];
  readonly key: readonly Expression[];
  readonly vars: readonly { readonly name: string; readonly evaluate: Evaluate }[];
  readonly when?: Expression;
  readonly exits: readonly Exit[];
  readonly goal?: EventPattern;
  /** Steps in reading order; `first` is where an instance begins. */
  readonly nodes: readonly Node[];
  readonly nodeOfPath: ReadonlyMap<string, number>;
  readonly first: number;
}

export interface Once {
  readonly per: 'order' | 'customer' | 'key';
  readonly every?: Duration;
}

/** An event of that type for which the condition holds. */
export interface EventPattern {
  readonly event: string;
  readonly where?: Expression;
}

export type Exit =
  | { readonly by: 'condition'; readonly condition: Expression }
  | { readonly by: 'event'; readonly pattern: EventPattern }
  | { readonly by: 'goal' };

export interface CompiledForm {
  readonly trigger: CompiledTrigger;
  readonly index: number;
  /** `id` of the form, or its word. */
  readonly name: string;
  readonly word: FormWord;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly path: Path;
  readonly evaluators: Evaluators;
  readonly where?: Expression;
  readonly each?: { readonly list: Expression; readonly binds: string; readonly orderBy?: Expression };
  readonly own: 'true' | 'false' | 'self';
  /** Deadlines: fields of the subject whose change moves it; `undefined`: any. */
  readonly watches?: readonly string[];
}

/** The end of a trigger's steps, as an index of a node. */
export const end = -1;

export interface Node {
  readonly id: string;
  /** Ids from the root: `ladder/call`. */
  readonly path: string;
  /** The same with a mark for every loop that it stands in, whose round belongs to the path. */
  readonly trail: readonly { readonly id: string; readonly loop: boolean }[];
  readonly spec: Readonly<Record<string, unknown>>;
  readonly specPath: Path;
  readonly flow?: StepWord;
  readonly action?: ActionWord;
  readonly evaluators: Evaluators;
  readonly if?: Expression;
  readonly once?: Once;
  readonly hasValidUntil: boolean;
  readonly patterns: readonly EventPattern[];
  readonly onError: 'fail' | 'continue' | number;
  /** Where it goes on: a node, or the end. A body's last step goes on behind the step that holds it, or back to a loop. */
  readonly next: number;
  /** First nodes of its bodies. */
  readonly bodies: readonly number[];
}

export interface CompiledSegment {
  readonly code: string;
  readonly address: string;
  readonly exclusive?: string;
  readonly of?: Expression;
  readonly where?: Expression;
}

export interface CompiledTemplate {
  readonly code: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** By channel type, in order of preference. */
  readonly bodies: ReadonlyMap<string, readonly { readonly part: string; readonly text: Text }[]>;
}
