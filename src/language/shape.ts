import type { ValueType } from './valueType.js';

/**
 * The form of a YAML value, declared once per word. The reader walks a document by its shape and derives the JSON
 * Schema, the documentation, defaults, references and the places of conditions, values and texts from it.
 */
export type Shape = { readonly doc?: string } &
  /** The scalar's source text (`01` stays `01`). */
  (
    | {
        readonly shape: 'string';
        readonly pattern?: RegExp;
        readonly patternName?: string;
        readonly sensitive?: boolean;
        readonly multiline?: boolean;
        /** What is written as a number stays one. */
        readonly numbers?: boolean;
      }
    | { readonly shape: 'number'; readonly min?: number; readonly max?: number; readonly integer?: boolean }
    | { readonly shape: 'boolean' }
    | { readonly shape: 'choice'; readonly of: readonly string[] }
    | { readonly shape: 'list'; readonly of: Shape; readonly min?: number }
    | { readonly shape: 'map'; readonly of: Shape; readonly keys?: Shape }
    | ObjectShape
    /** One value or a list of them; the resource's spec always holds a list. */
    | { readonly shape: 'oneOrMany'; readonly of: Shape }
    /** Told apart by the node's form: at most one alternative per scalar, list and map. */
    | { readonly shape: 'either'; readonly scalar?: Shape; readonly list?: Shape; readonly map?: Shape }
    /** A map whose one key out of `words` names the word; the other keys come from that word's `siblings` and `common`. */
    | DispatchShape
    /** Code of another resource of one of these kinds. */
    | { readonly shape: 'reference'; readonly to: readonly string[] }
    /** A code of an enumeration: a status, an order type … (closed or open, docs/language.md#write-conditions-values-and-texts). */
    | { readonly shape: 'code'; readonly enumeration: string }
    /** An expression without `=`. `yields` defaults to boolean. */
    | { readonly shape: 'condition'; readonly yields?: ValueType }
    /** A literal of shape `literal`, or `=` and an expression that yields `yields`. */
    | { readonly shape: 'value'; readonly literal: Shape; readonly yields: ValueType }
    /** JSON in which every string that starts with `=` is an expression, at any depth; other strings are texts when `texts`. */
    | { readonly shape: 'data'; readonly texts?: boolean }
    /** A Twig template. `escape: html` for HTML bodies. `takes`: the kind of the fragments that it may extend and include. */
    | { readonly shape: 'text'; readonly escape?: 'html'; readonly multiline?: boolean; readonly takes?: string }
    /** `24h`, `3d`, or with `working` also `{for, calendar}`; `signed` allows `-7d`; `=` expressions when `computed`; or one of `words`. */
    | {
        readonly shape: 'duration';
        readonly working?: boolean;
        readonly signed?: boolean;
        readonly computed?: boolean;
        readonly words?: readonly string[];
      }
    /** `HH:MM`, 24 hours. */
    | { readonly shape: 'time' }
    /** `HH:MM-HH:MM`; the end may lie before the start (over midnight). */
    | { readonly shape: 'hours' }
    /** `YYYY-MM-DD`. */
    | { readonly shape: 'date' }
    /** A date, a local date and time, or ISO 8601 with an offset. */
    | { readonly shape: 'moment' }
    /** A field of the world: `order.status`, `cart.updatedAt`, `customer.customFields.score`. */
    | { readonly shape: 'path'; /** Also a whole object: `order`. */ readonly whole?: boolean }
    /** Five cron fields. */
    | { readonly shape: 'cron' }
    /** Name of a declared event, or `custom.<anything>`. */
    | { readonly shape: 'event' }
    /** A file beside the YAML; the spec holds its text under `as`, and it is part of the digest. */
    | { readonly shape: 'file'; readonly as: string; readonly content: Shape }
    | { readonly shape: 'lazy'; readonly name: string; readonly get: () => Shape }
  );

export interface ObjectShape {
  readonly shape: 'object';
  readonly doc?: string;
  /** Title in the JSON Schema's `$defs`. */
  readonly name?: string;
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Sets of keys of which exactly one key must be present; several lists of one key each are one set together. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Keys that are not in `fields` take this shape (`split: {a: 50}`, field paths in `set`). */
  readonly rest?: Shape;
}

export interface DispatchShape {
  readonly shape: 'dispatch';
  readonly doc?: string;
  /** What the words are, for messages: `step`, `form`, `action`. */
  readonly noun: string;
  readonly words: () => Readonly<
    Record<
      string,
      {
        readonly value: Shape;
        readonly siblings?: Readonly<Record<string, Shape>>;
        readonly required?: readonly string[];
        readonly doc: string;
        /** The whole map with this word, for suggestions. */
        readonly example?: string;
      }
    >
  >;
  readonly common: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

export const shapes = {
  string: (
    options: {
      doc?: string;
      pattern?: RegExp;
      patternName?: string;
      sensitive?: boolean;
      multiline?: boolean;
      numbers?: boolean;
    } = {},
  ): Shape => ({ shape: 'string', ...options }),
  number: (options: { doc?: string; min?: number; max?: number; integer?: boolean } = {}): Shape => ({
    shape: 'number',
    ...options,
  }),
  boolean: (doc?: string): Shape => ({ shape: 'boolean', ...(doc !== undefined && { doc }) }),
  choice: (of: readonly string[], doc?: string): Shape => ({ shape: 'choice', of, ...(doc !== undefined && { doc }) }),
  list: (of: Shape, options: { doc?: string; min?: number } = {}): Shape => ({ shape: 'list', of, ...options }),
  map: (of: Shape, options: { doc?: string; keys?: Shape } = {}): Shape => ({ shape: 'map', of, ...options }),
  object: (fields: Record<string, Shape>, options: Omit<ObjectShape, 'shape' | 'fields'> = {}): ObjectShape => ({
    shape: 'object',
    fields,
    ...options,
  }),
  oneOrMany: (of: Shape, doc?: string): Shape => ({ shape: 'oneOrMany', of, ...(doc !== undefined && { doc }) }),
  either: (of: { scalar?: Shape; list?: Shape; map?: Shape }, doc?: string): Shape => ({
    shape: 'either',
    ...of,
    ...(doc !== undefined && { doc }),
  }),
  reference: (to: string | readonly string[], doc?: string): Shape => ({
    shape: 'reference',
    to: typeof to === 'string' ? [to] : to,
    ...(doc !== undefined && { doc }),
  }),
  code: (enumeration: string, doc?: string): Shape => ({
    shape: 'code',
    enumeration,
    ...(doc !== undefined && { doc }),
  }),
  condition: (options: { doc?: string; yields?: ValueType } = {}): Shape => ({ shape: 'condition', ...options }),
  value: (literal: Shape, yields: ValueType, doc?: string): Shape => ({
    shape: 'value',
    literal,
    yields,
    ...(doc !== undefined && { doc }),
  }),
  data: (options: { doc?: string; texts?: boolean } = {}): Shape => ({ shape: 'data', ...options }),
  text: (options: { doc?: string; escape?: 'html'; multiline?: boolean; takes?: string } = {}): Shape => ({
    shape: 'text',
    ...options,
  }),
  duration: (
    options: {
      doc?: string;
      working?: boolean;
      signed?: boolean;
      computed?: boolean;
      words?: readonly string[];
    } = {},
  ): Shape => ({
    shape: 'duration',
    ...options,
  }),
  time: (doc?: string): Shape => ({ shape: 'time', ...(doc !== undefined && { doc }) }),
  hours: (doc?: string): Shape => ({ shape: 'hours', ...(doc !== undefined && { doc }) }),
  date: (doc?: string): Shape => ({ shape: 'date', ...(doc !== undefined && { doc }) }),
  moment: (doc?: string): Shape => ({ shape: 'moment', ...(doc !== undefined && { doc }) }),
  path: (doc?: string, options: { whole?: boolean } = {}): Shape => ({
    shape: 'path',
    ...options,
    ...(doc !== undefined && { doc }),
  }),
  cron: (doc?: string): Shape => ({ shape: 'cron', ...(doc !== undefined && { doc }) }),
  event: (doc?: string): Shape => ({ shape: 'event', ...(doc !== undefined && { doc }) }),
  file: (as: string, content: Shape, doc?: string): Shape => ({
    shape: 'file',
    as,
    content,
    ...(doc !== undefined && { doc }),
  }),
  lazy: (name: string, get: () => Shape): Shape => ({ shape: 'lazy', name, get }),
};
