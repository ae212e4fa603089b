import type { Project } from '../../language/project.js';
import type { Ambient } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';
import type { Effect } from '../../model/effect.js';
import type { Refusal } from '../reasons.js';
import type { PhraseWord } from '../word.js';
import type { Needed, StepContext } from './context.js';
import type { Live } from './live.js';

type Spec = Readonly<Record<string, unknown>>;

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
