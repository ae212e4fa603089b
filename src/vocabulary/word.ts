import type { CompiledSites } from '../language/compileSites.js';
import type { ObjectShape, Shape } from '../language/shape.js';
import type { Project, Resource, Path } from '../language/project.js';
import type { Field, ObjectWord, FunctionWord } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Idle } from './idle.js';
import type { ActionWord, FormWord, StepWord } from './meaning.js';

/** A resource kind. One file each in vocabulary/kinds. */
export interface KindWord {
  /** `StatusGroup` */
  readonly kind: string;
  /** First half of the address: `status-group`. */
  readonly prefix: string;
  /** Heading in plans: `status-groups`. */
  readonly plural: string;
  readonly doc: string;
  /** A YAML document that validates. */
  readonly example: string;
  /** Own fields; the common ones (`kind code name description tags owner renamedFrom protected`) are added by the reader. */
  readonly shape: ObjectShape;
  /** Second half of the address; default: the code. */
  readonly identity?: (spec: Readonly<Record<string, unknown>>) => string;
  /** Further addresses that the resource answers to: the inner segments of a Segmentation. */
  readonly also?: (spec: Readonly<Record<string, unknown>>) => readonly string[];
  /** What a reference may say instead of a code: fixed words, and what each resource is also called (the type of a Channel). A check says which are right. */
  readonly aliases?: {
    readonly words: readonly string[];
    readonly of: (spec: Readonly<Record<string, unknown>>) => readonly string[];
  };
  /** Who carries out a change of it (docs/architecture.md#two-planes). */
  readonly executor: 'api' | 'runner' | 'manual' | 'none';
  /** Members that it adds to enumerations: `{status: ['new', …]}`. */
  readonly declares?: (spec: Readonly<Record<string, unknown>>) => Readonly<Record<string, readonly string[]>>;
  /** Fields that it adds to objects, by object and name: `{orderCustomFields: {callAt: …}}`. An object with `rest` is closed by the first. */
  readonly fields?: (
    spec: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, Readonly<Record<string, Field>>>>;
  /** What a person also has to enter in a CRM that does not announce the capability: the text to paste; of a removal what to take out. */
  readonly byHand?: {
    readonly capability: string;
    readonly text: (after: Readonly<Record<string, unknown>> | undefined) => string;
  };
  /** The CRM has some of its own beside those of projects: where it lists them, each with its `code`. They are named, never written. */
  readonly listed?: RemoteKind['lists'][number];
  /** `${NAME}` is read inside it. */
  readonly interpolates?: boolean;
  /** `code` may be left out (none today) or has another pattern. */
  readonly codePattern?: RegExp;
  /** Variables in scope of the condition, value or text at a path. */
  readonly scopeAt?: (
    resource: Resource,
    path: Path,
    project: Project,
    words: Vocabulary,
  ) => Readonly<Record<string, ValueType>>;
  /** It is a fragment: its texts by form, in a language, for the texts that take fragments in. */
  readonly fragment?: (
    spec: Readonly<Record<string, unknown>>,
    locale: string,
  ) => { readonly html?: string; readonly body?: string };
  /** Languages in which the text at a path is written: one below `locales`, every one in which it goes out beside the project's own. */
  readonly localesAt?: (spec: Readonly<Record<string, unknown>>, path: Path, own: string) => readonly string[];
  /** How lists inside it are matched in a plan: path pattern → key field (`statuses` → `code`). Default: by position. */
  readonly listKeys?: Readonly<Record<string, string>>;
  /** Lists in which order has no meaning, as path patterns without indices (`on.entered`); lists of codes are such by themselves. */
  readonly sets?: readonly string[];
}

/** A call of the CRM's API, as data. `body` members that are objects travel as JSON strings (retailCRM API v5 reference: POST). */
export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v5/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Pure description of a kind's home in the CRM. */
export interface RemoteKind {
  /**
   * List calls; each is paged to its end by the client when `paged`. With `covers` the list holds the identities that begin so
   * (`order-type.`) and is read only when the project has or applied one of them. `mayBeRefused`: not every key may read it, which
   * matters only to a project that has something of the kind.
   */
  readonly lists: readonly {
    readonly call: ApiCall;
    readonly paged: boolean;
    readonly key: string;
    readonly covers?: string;
    readonly mayBeRefused?: true;
  }[];
  /** The answers of `lists` in their order (`undefined`: not read), merged pages as arrays or maps → specs in the project's own form, one a resource. */
  readonly decode: (
    answers: readonly unknown[],
  ) => readonly { readonly identity: string; readonly spec: Readonly<Record<string, unknown>> }[];
  /**
   * Calls that bring the CRM from `before` (undefined: absent) to `after` (undefined: removed → deactivate), in order.
   * `capable`: the CRM announces `capability`.
   */
  readonly write: (
    before: Readonly<Record<string, unknown>> | undefined,
    after: Readonly<Record<string, unknown>> | undefined,
    capable?: boolean,
  ) => readonly ApiCall[];
  /** Why what left the repository is switched off and not deleted. Default: the API cannot delete it. */
  readonly keptBecause?: string;
  /** Part of the resource that the API cannot write; named in the plan as `manual`: also of a removal that it can neither carry out nor replace by a deactivation. Not asked when the CRM has the `capability`. */
  readonly manual?: (
    before: Readonly<Record<string, unknown>> | undefined,
    after: Readonly<Record<string, unknown>> | undefined,
  ) => string | undefined;
  /** Why it cannot be used yet, although it is as the project wants it, or will be once it is written: somebody outside has to approve it. */
  readonly awaits?: (
    before: Readonly<Record<string, unknown>> | undefined,
    after: Readonly<Record<string, unknown>>,
  ) => string | undefined;
  /** Name in the automation API's `capabilities` with which nothing is manual: `statusGroups`. */
  readonly capability?: string;
  /** Fields that cannot be written without the capability. */
  readonly manualFields?: readonly string[];
  /** Top-level fields that the API holds; the project's other fields live in the automation API. Default: all. */
  readonly apiFields?: (spec: Readonly<Record<string, unknown>>) => readonly string[];
  /** What of it the CRM's API does not tell: a sentence for whoever imports a running account. */
  readonly untold?: string;
  /** Fields below those that live in the automation API (limits and transitions of a status group), as path patterns without list keys. */
  readonly runnerFields?: readonly string[];
  /** What standing in the repository means without being written: `active: true`. */
  readonly implied?: (
    desired: Readonly<Record<string, unknown>>,
    before: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>;
  /** Moves parts between the CRM's resources to where the project wants them, so that the difference is one field (a status in another group). */
  readonly arrange?: (
    remote: readonly { readonly identity: string; readonly spec: Readonly<Record<string, unknown>> }[],
    desired: readonly Readonly<Record<string, unknown>>[],
  ) => readonly { readonly identity: string; readonly spec: Readonly<Record<string, unknown>> }[];
}

/** An event type. One file each in vocabulary/events. */
export interface EventWord {
  /** `review.posted` */
  readonly name: string;
  readonly doc: string;
  /** Objects in its `data`, by member name: `{order: 'order', review: 'review', customer: 'customer'}`. */
  readonly carries: Readonly<Record<string, string>>;
  /** Members of its `data` that are no objects: `{segment: code of a segment}`. */
  readonly members?: Readonly<Record<string, Field>>;
  /** What it is about: `review`; it stands in scope under that name. */
  readonly about: string;
  /** `data` of an example event. */
  readonly example: Readonly<Record<string, unknown>>;
  /** For `waitFor` and `exit` only: a trigger says `changed:`. */
  readonly raw?: boolean;
}

/** A check of a whole project. One file each in vocabulary/checks. */
export interface CheckWord {
  /** `CRM301` */
  readonly code: string;
  readonly name: string;
  readonly doc: string;
  readonly run: (
    project: Project,
    words: Vocabulary,
    compiled: Pick<CompiledSites, 'expression'>,
  ) => readonly Diagnostic[];
}

/** A trigger form, a step or an action as the language sees it; what it means when it runs is in meaning.ts. */
export interface PhraseWord {
  /** The YAML key: `held`, `waitFor`, `send`. */
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  /** Shape of the key's value. */
  readonly value: Shape;
  /** Keys that stand beside it. */
  readonly siblings?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Keys of it that have no effect beside the others, or that it has nothing to do: what was meant would not happen. */
  readonly idle?: (spec: Readonly<Record<string, unknown>>) => readonly Idle[];
}

export interface Vocabulary {
  readonly kinds: readonly KindWord[];
  readonly forms: readonly FormWord[];
  readonly steps: readonly StepWord[];
  readonly actions: readonly ActionWord[];
  readonly events: readonly EventWord[];
  readonly objects: readonly ObjectWord[];
  readonly functions: readonly FunctionWord[];
  readonly checks: readonly CheckWord[];
}
