import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import { documentShape } from './commonFields.js';
import { alternatives, dispatchWords, lazyTarget } from './memberShapes.js';
import { configShape } from './readConfig.js';
import type { DispatchShape, ObjectShape, Shape } from './shape.js';

export type JsonSchema = { readonly [keyword: string]: unknown };

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** All schemas that are committed under `schemas/`, by file name: one a kind, one of a document of any kind, and one of `crmctl.yaml`. */
export function allSchemas(words: Vocabulary): ReadonlyMap<string, JsonSchema> {
  return new Map([
    ['crmctl.schema.json', schemaOf('crmctl.yaml', configShape)],
    ['document.schema.json', schemaOfDocuments(words)],
    ...words.kinds.map((kind): [string, JsonSchema] => [schemaFile(kind), schemaOfKind(kind)]),
  ]);
}

function schemaFile(kind: Pick<KindWord, 'prefix'>): string {
  return `${kind.prefix}.schema.json`;
}

/** JSON Schema (draft 2020-12) of a kind's documents, derived from its shape: for editors, and for people as documentation. */
export function schemaOfKind(kind: KindWord): JsonSchema {
  return schemaOf(kind.kind, documentShape(kind));
}

function schemaOf(title: string, shape: ObjectShape): JsonSchema {
  const definitions: Definitions = { schemas: {}, names: new Map() };
  const schema = objectSchema(shape, definitions);
  return {
    $schema: draft,
    title,
    ...schema,
    ...(Object.keys(definitions.schemas).length > 0 && { $defs: definitions.schemas }),
  };
}

/** A document of any kind, for editors: `kind` says which keys it has. */
function schemaOfDocuments(words: Vocabulary): JsonSchema {
  const definitions: Definitions = { schemas: {}, names: new Map() };
  const kinds = words.kinds.map((kind) => ({
    if: { properties: { kind: { const: kind.kind } }, required: ['kind'] },
    then: objectSchema(documentShape(kind), definitions),
  }));
  return {
    $schema: draft,
    title: 'a resource of crmctl',
    type: 'object',
    properties: { kind: { enum: words.kinds.map(({ kind }) => kind) } },
    required: ['kind'],
    allOf: kinds,
    $defs: definitions.schemas,
  };
}

/** Schemas of shapes that stand in several places, or in themselves. */
interface Definitions {
  readonly schemas: Record<string, JsonSchema>;
  readonly names: Map<Shape, string>;
}

/** Strings take what a scalar's source text may look like to a YAML reader: `01`, `true`. */
const scalar = { type: ['string', 'number', 'boolean'] };
const expression = { type: 'string', pattern: '^=' };

type Derive<Name extends Shape['shape']> = (
  shape: Extract<Shape, { shape: Name }>,
  definitions: Definitions,
) => JsonSchema;

const derivations: { readonly [Name in Shape['shape']]: Derive<Name> } = {
  string: ({ pattern }) => (pattern ? { ...scalar, pattern: pattern.source } : scalar),
  number: ({ integer, min, max }) => ({
    type: integer ? 'integer' : 'number',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  }),
  boolean: () => ({ type: 'boolean' }),
  choice: ({ of }) => ({
    enum: of.flatMap((each) => (each === 'true' || each === 'false' ? [each, each === 'true'] : [each])),
  }),
  list: ({ of, min }, definitions) => ({
    type: 'array',
    items: schema(of, definitions),
    ...(min !== undefined && { minItems: min }),
  }),
  map: ({ of, keys }, definitions) => ({
    type: 'object',
    additionalProperties: schema(of, definitions),
    ...(keys?.shape === 'string' && keys.pattern && { propertyNames: { pattern: keys.pattern.source } }),
    ...(keys?.shape === 'choice' && { propertyNames: { enum: keys.of } }),
  }),
  object: (shape, definitions) =>
    shape.name === undefined
      ? objectSchema(shape, definitions)
      : defined(shape.name, shape, definitions, () => objectSchema(shape, definitions)),
  oneOrMany: ({ of }, definitions) => {
    const one = schema(of, definitions);
    return { anyOf: [one, { type: 'array', items: one }] };
  },
  either: ({ scalar: one, list, map }, definitions) => ({
    anyOf: [one, list, map].flatMap((shape) => (shape ? [schema(shape, definitions)] : [])),
  }),
  dispatch: (shape, definitions) => defined(shape.noun, shape, definitions, () => dispatchSchema(shape, definitions)),
  lazy: (shape, definitions) => {
    const target = lazyTarget(shape);
    return defined(shape.name, target, definitions, () => schema(target, definitions));
  },
  reference: ({ to }) => ({ ...scalar, description: `Code of a ${to.join(' or ')}.` }),
  code: ({ enumeration }) => ({ ...scalar, description: `Code: ${enumeration}.` }),
  condition: () => ({ ...scalar, not: { type: 'string', pattern: '^\\s*=[^=]' } }),
  value: ({ literal }, definitions) => ({ anyOf: [expression, schema(literal, definitions)] }),
  data: () => ({}),
  text: () => scalar,
  duration: (shape) => durationSchema(shape),
  time: () => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  hours: () => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }),
  date: () => ({ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  moment: () => ({ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}.*)?$' }),
  path: ({ whole }) => ({
    type: 'string',
    pattern: `^[A-Za-z_]\\w*(\\.[A-Za-z_][\\w-]*)${whole === true ? '*' : '+'}$`,
  }),
  cron: () => ({ type: 'string', pattern: '^\\s*(\\S+\\s+){4}\\S+\\s*$' }),
  event: () => ({ type: 'string' }),
  file: () => scalar,
};

function schema(shape: Shape, definitions: Definitions): JsonSchema {
  // The table has a derivation of exactly this shape under its name; TypeScript cannot correlate the two.
  const derived = (derivations[shape.shape] as Derive<Shape['shape']>)(shape, definitions);
  return shape.doc === undefined ? derived : { ...derived, description: shape.doc };
}

function durationSchema({ working, signed, computed, words }: Extract<Shape, { shape: 'duration' }>): JsonSchema {
  const sign = signed ? '[+-]?' : '';
  const literal = { type: 'string', pattern: `^${sign}(\\d+(\\.\\d+)?(mo|[smhdwy]))+$` };
  const others = [...(computed ? [expression] : []), ...(words === undefined ? [] : [{ enum: words }])];
  const fixed = others.length > 0 ? { anyOf: [...others, literal] } : literal;
  if (!working) return fixed;
  const span = {
    type: 'object',
    properties: {
      for: fixed,
      calendar: { ...scalar, description: 'Code of a Calendar: only its working time counts.' },
    },
    required: ['for', 'calendar'],
    additionalProperties: false,
  };
  return { anyOf: [...(computed ? [expression] : []), literal, span] };
}

function objectSchema(shape: ObjectShape, definitions: Definitions): JsonSchema {
  const groups = alternatives(shape).map((keys) => ({ oneOf: keys.map((key) => ({ required: [key] })) }));
  return {
    ...(shape.doc !== undefined && { description: shape.doc }),
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(shape.fields).map(([key, field]) => [key, schema(field, definitions)]),
    ),
    ...(shape.required?.length && { required: shape.required }),
    additionalProperties: shape.rest ? schema(shape.rest, definitions) : false,
    ...(groups.length === 1 ? groups[0] : groups.length > 1 && { allOf: groups }),
  };
}

/** One closed object a word; an editor picks the one whose word is there. */
function dispatchSchema(shape: DispatchShape, definitions: Definitions): JsonSchema {
  const common = Object.fromEntries(
    Object.entries(shape.common).map(([key, field]) => [key, schema(field, definitions)]),
  );
  const alternatives = Object.entries(dispatchWords(shape)).map(([name, word]) => {
    const siblings = Object.entries(word.siblings ?? {}).map(([key, field]): [string, JsonSchema] => [
      key,
      schema(field, definitions),
    ]);
    return {
      title: name,
      description: word.doc,
      type: 'object',
      properties: {
        ...common,
        ...Object.fromEntries(siblings),
        [name]: { ...schema(word.value, definitions), description: word.doc },
      },
      required: [name, ...(shape.required ?? []), ...(word.required ?? [])],
      additionalProperties: false,
    };
  });
  return { oneOf: alternatives };
}

/** A reference to the schema of a shape under `$defs`, where it is put at its first use. */
function defined(name: string, shape: Shape, definitions: Definitions, derive: () => JsonSchema): JsonSchema {
  let known = definitions.names.get(shape);
  if (known === undefined) {
    known = freeName(
      name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase()),
      definitions,
    );
    definitions.names.set(shape, known);
    definitions.schemas[known] = {};
    definitions.schemas[known] = derive();
  }
  return { $ref: `#/$defs/${known}` };
}

function freeName(name: string, { schemas }: Definitions): string {
  let free = name;
  for (let count = 2; free in schemas; count++) free = `${name}${count}`;
  return free;
}
