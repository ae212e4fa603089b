import type { ObjectShape, Shape } from '../language/shape.js';
import { isObject } from '../model/json.js';

/** A value without what the kind's shape marks sensitive; `undefined` when nothing is left of it. */
export interface Redacted {
  readonly value: unknown;
  readonly sensitive: boolean;
}

/** Looks at a changed value where it stands: `path` leads from the resource's root to it. */
export function redacted(shape: ObjectShape, path: readonly string[], value: unknown): Redacted {
  const shapes = path.reduce<readonly Shape[]>((at, key) => at.flatMap((each) => under(each, key)), [shape]);
  const cut = cutOut(shapes, value);
  return { value: cut, sensitive: cut !== value };
}

function cutOut(shapes: readonly Shape[], value: unknown): unknown {
  if (value === undefined || shapes.length === 0) return value;
  if (shapes.some(isSensitive)) return undefined;
  if (Array.isArray(value))
    return unchangedOr(
      value,
      value.map((item) =>
        cutOut(
          shapes.flatMap((each) => under(each, '0')),
          item,
        ),
      ),
    );
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([key, member]) =>
      [
        key,
        cutOut(
          shapes.flatMap((each) => under(each, key)),
          member,
        ),
      ] as const,
  );
  return unchangedOr(value, Object.fromEntries(members.filter(([, member]) => member !== undefined)));
}

function unchangedOr(value: unknown, cut: unknown): unknown {
  return JSON.stringify(value) === JSON.stringify(cut) ? value : cut;
}

function isSensitive(shape: Shape): boolean {
  return (
    (shape.shape === 'string' && shape.sensitive === true) || (shape.shape === 'value' && isSensitive(shape.literal))
  );
}

/** Shapes that a member `key` can have. */
function under(shape: Shape, key: string): readonly Shape[] {
  switch (shape.shape) {
    case 'object':
      return [shape.fields[key] ?? shape.rest ?? []].flat();
    case 'map':
    case 'list':
      return [shape.of];
    case 'oneOrMany':
      return [shape.of, ...under(shape.of, key)];
    case 'either':
      return [...(shape.list ? under(shape.list, key) : []), ...(shape.map ? under(shape.map, key) : [])];
    case 'value':
      return under(shape.literal, key);
    case 'lazy':
      return under(shape.get(), key);
    case 'dispatch': {
      const words = Object.entries(shape.words());
      return words
        .flatMap(([name, word]) => [name === key ? word.value : [], word.siblings?.[key] ?? []].flat())
        .concat(shape.common[key] ?? []);
    }
    default:
      return [];
  }
}
