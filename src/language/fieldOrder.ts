import { dispatchWords } from './memberShapes.js';
import type { DispatchShape, Shape } from './shape.js';

/** Fields of a phrase (a step, a form) in the order in which a person writes them: what tells it apart, what it does, the rest. */
export function phraseFields(shape: DispatchShape, keys: readonly string[]): Readonly<Record<string, Shape>> {
  const words = dispatchWords(shape);
  const name = keys.find((key) => key in words);
  const word = name === undefined ? undefined : words[name];
  const first = ['id', 'if'].filter((key) => key in shape.common);
  return {
    ...Object.fromEntries(first.map((key) => [key, shape.common[key]!])), // they are in it
    ...(name !== undefined && word && { [name]: word.value }),
    ...word?.siblings,
    ...Object.fromEntries(Object.entries(shape.common).filter(([key]) => !first.includes(key))),
  };
}
