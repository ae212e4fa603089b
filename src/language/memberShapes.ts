import type { DispatchShape, ObjectShape, Shape } from './shape.js';

type Words = ReturnType<DispatchShape['words']>;
const wordsOf = new WeakMap<DispatchShape, Words>();
const targetOf = new WeakMap<Shape, Shape>();

/** The words of a dispatch, asked for once. */
export function dispatchWords(shape: DispatchShape): Words {
  let words = wordsOf.get(shape);
  if (!words) wordsOf.set(shape, (words = shape.words()));
  return words;
}

const fieldsOf = new WeakMap<DispatchShape, Map<string, Readonly<Record<string, Shape>>>>();

/** All keys that may stand in a map of a dispatch whose word is `name`. */
export function dispatchFields(shape: DispatchShape, name: string): Readonly<Record<string, Shape>> {
  let byWord = fieldsOf.get(shape);
  if (!byWord) fieldsOf.set(shape, (byWord = new Map<string, Readonly<Record<string, Shape>>>()));
  const word = dispatchWords(shape)[name]!;
  let fields = byWord.get(name);
  if (!fields) byWord.set(name, (fields = { ...shape.common, ...word.siblings, [name]: word.value }));
  return fields;
}

type FileField = { readonly key: string; readonly as: string };
const fileFieldsOf = new WeakMap<ObjectShape, readonly FileField[]>();

/** Keys that name a file, with the key under which its text stands. */
export function fileFields(shape: ObjectShape): readonly FileField[] {
  let fields = fileFieldsOf.get(shape);
  if (!fields) {
    fields = Object.entries(shape.fields).flatMap(([key, field]) =>
      field.shape === 'file' ? [{ key, as: field.as }] : [],
    );
    fileFieldsOf.set(shape, fields);
  }
  return fields;
}

/** What a lazy shape stands for, asked for once. */
export function lazyTarget(shape: Extract<Shape, { shape: 'lazy' }>): Shape {
  let target = targetOf.get(shape);
  if (!target) targetOf.set(shape, (target = shape.get()));
  return target;
}

/**
 * Sets of keys of which exactly one must be given. Alternatives of a single key each (`[['for'], ['until']]`) are one
 * set together.
 */
export function alternatives(shape: ObjectShape): readonly (readonly string[])[] {
  const lists = shape.oneOf ?? [];
  return lists.length > 1 && lists.every((keys) => keys.length === 1) ? [lists.flat()] : lists;
}

/** The shapes inside a shape; `key` where the YAML has one of a fixed name. */
export function memberShapes(shape: Shape): readonly { readonly key?: string; readonly shape: Shape }[] {
  switch (shape.shape) {
    case 'list':
    case 'oneOrMany':
      return [{ shape: shape.of }];
    case 'map':
      return [{ shape: shape.of }];
    case 'object':
      return [...keyed(shape.fields), ...(shape.rest ? [{ shape: shape.rest }] : [])];
    case 'either':
      return [shape.scalar, shape.list, shape.map].flatMap((member) => (member ? [{ shape: member }] : []));
    case 'dispatch':
      return [
        ...Object.entries(dispatchWords(shape)).flatMap(([name, word]) => [
          { key: name, shape: word.value },
          ...keyed(word.siblings ?? {}),
        ]),
        ...keyed(shape.common),
      ];
    case 'value':
      return [{ shape: shape.literal }];
    case 'file':
      return [];
    case 'lazy':
      return [{ shape: lazyTarget(shape) }];
    default:
      return [];
  }
}

function keyed(fields: Readonly<Record<string, Shape>>): { key: string; shape: Shape }[] {
  return Object.entries(fields).map(([key, shape]) => ({ key, shape }));
}
