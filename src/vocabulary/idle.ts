import type { Path } from '../language/project.js';
import { isObject } from '../model/json.js';

type Spec = Readonly<Record<string, unknown>>;

/** What stands in a step and does nothing: its place below the step, why, and what was meant. */
export interface Idle {
  readonly at: Path;
  readonly message: string;
  readonly suggestion: string;
}

/** What is given to the word of a step, as far as it is a map. */
export function given(spec: Spec, word: string): Spec {
  const value = spec[word];
  return isObject(value) ? value : {};
}

/** Those of the keys that are there, but have no effect `where`. */
export function idleKeys(
  spec: Spec,
  word: string,
  keys: readonly string[],
  where: string,
  suggestion: string,
): readonly Idle[] {
  return keys
    .filter((key) => given(spec, word)[key] !== undefined)
    .map((key) => ({ at: [word, key], message: `\`${key}\` has no effect ${where}`, suggestion }));
}

/** A step that is left with nothing to do. */
export function idleStep(word: string, example: string): readonly Idle[] {
  return [{ at: [word], message: `\`${word}\` has nothing to do`, suggestion: `as in ${example}` }];
}
