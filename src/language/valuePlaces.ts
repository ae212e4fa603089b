import type { Shape } from './shape.js';
import { memberShapes } from './memberShapes.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** Keys below which somewhere a condition stands, and keys below which somewhere a text or string stands. */
export interface ValuePlaces {
  readonly expressions: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

const known = new WeakMap<Vocabulary, ValuePlaces>();

/**
 * Where values stand that a person writes as one line and YAML may cut. Needed only for text that YAML itself could
 * not read, where no walk by shape is possible.
 */
export function valuePlaces(words: Vocabulary): ValuePlaces {
  const found = known.get(words);
  if (found) return found;
  const places = { expressions: new Set<string>(), texts: new Set(['name', 'description', 'owner', 'code']) };
  const seen = new Set<Shape | string>();
  for (const kind of words.kinds) collect(kind.shape, undefined, places, seen);
  known.set(words, places);
  return places;
}

function collect(
  shape: Shape,
  key: string | undefined,
  places: { expressions: Set<string>; texts: Set<string> },
  seen: Set<Shape | string>,
): void {
  if (key !== undefined && shape.shape === 'condition') places.expressions.add(key);
  if (key !== undefined && (shape.shape === 'text' || shape.shape === 'string')) places.texts.add(key);
  const identity = shape.shape === 'lazy' ? shape.name : shape;
  if (typeof identity === 'string' || shape.shape === 'object' || shape.shape === 'dispatch') {
    if (seen.has(identity)) return;
    seen.add(identity);
  }
  for (const member of memberShapes(shape)) collect(member.shape, member.key ?? key, places, seen);
}
