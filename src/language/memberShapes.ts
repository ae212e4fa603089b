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
