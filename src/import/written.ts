import { phraseFields } from '../language/fieldOrder.js';
import type { ObjectShape, Shape } from '../language/shape.js';
import { isObject } from '../model/json.js';

/**
 * A value of a resource's spec as a person would write it: keys in the order in which the kind declares them, one value instead of a list
 * of one where either may stand, nothing that the language has no word for.
 */
export function written(shape: Shape, value: unknown): unknown {
  switch (shape.shape) {
    case 'object':
      return isObject(value) ? writtenObject(shape, value) : value;
    case 'map':
      return isObject(value) ? mapped(value, (member) => written(shape.of, member)) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => written(shape.of, item)) : value;
    case 'oneOrMany':
      return Array.isArray(value) ? oneOf(value.map((item) => written(shape.of, item))) : written(shape.of, value);
    case 'either': {
      const chosen = Array.isArray(value) ? shape.list : isObject(value) ? shape.map : shape.scalar;
      return chosen === undefined ? value : written(chosen, value);
    }
    case 'value':
      return typeof value === 'string' && value.startsWith('=') ? value : written(shape.literal, value);
    case 'lazy':
      return written(shape.get(), value);
    case 'dispatch':
      return isObject(value)
        ? writtenObject({ shape: 'object', fields: phraseFields(shape, Object.keys(value)) }, value)
        : value;
    default:
      return value;
  }
}

type Spec = Readonly<Record<string, unknown>>;

/** Members that the shape names, in its order, then those that it allows beside them. */
function writtenObject({ fields, rest }: ObjectShape, value: Spec): Spec {
  const named = Object.entries(fields).flatMap(([name, shape]) =>
    value[name] === undefined ? [] : [[name, written(shape, value[name])] as const],
  );
  const others = rest === undefined ? [] : Object.entries(value).filter(([name]) => !(name in fields));
  return Object.fromEntries([...named, ...others.map(([name, member]) => [name, written(rest!, member)] as const)]);
}

function mapped(value: Spec, change: (member: unknown) => unknown): Spec {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}

function oneOf(items: readonly unknown[]): unknown {
  const [only] = items;
  return items.length === 1 && !Array.isArray(only) ? only : items;
}
