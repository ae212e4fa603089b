import type { CompiledSites } from '../language/compileSites.js';
import type { ObjectShape, Shape } from '../language/shape.js';
import type { Project, Resource, Path } from '../language/project.js';
import type { Field, ObjectWord, FunctionWord } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Idle } from './idle.js';
import type { RemoteKind } from './remoteKind.js';
import type { ActionWord } from './meaning/action.js';
import type { FormWord } from './meaning/form.js';
import type { StepWord } from './meaning/step.js';

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

/** A trigger form, a step or an action as the language sees it; what it means when it runs stands in meaning/. */
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
