import type { Entity, Scope } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';
import type { Duration } from '../../model/duration.js';
import type { Instant } from '../../model/instant.js';
import type { ListElement } from '../../model/instance.js';
import type { Reason } from '../reasons.js';
import type { PhraseWord } from '../word.js';
import type { ActionWord } from './action.js';
import type { Needed, StepContext } from './context.js';

type Spec = Readonly<Record<string, unknown>>;

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
