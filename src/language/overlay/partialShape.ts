import type { ObjectShape, Shape } from '../shape.js';

/** The same form with nothing required: what an overlay may say of a resource. */
export function partialObject(shape: ObjectShape): ObjectShape {
  // An object gives an object.
  return partial(shape) as ObjectShape;
}

const known = new WeakMap<Shape, Shape>();

function partial(shape: Shape): Shape {
  const found = known.get(shape);
  if (found) return found;
  const made = without(shape);
  known.set(shape, made);
  return made;
}

function without(shape: Shape): Shape {
  switch (shape.shape) {
    case 'object': {
      const { required: _, oneOf: __, fields, rest, ...more } = shape;
      return { ...more, fields: each(fields), ...(rest && { rest: partial(rest) }) };
    }
    case 'list': {
      const { min: _, ...more } = shape;
      return { ...more, of: partial(shape.of) };
    }
    case 'map':
    case 'oneOrMany':
      return { ...shape, of: partial(shape.of) };
    case 'either':
      return {
        ...shape,
        ...(shape.list && { list: partial(shape.list) }),
        ...(shape.map && { map: partial(shape.map) }),
      };
    case 'lazy':
      return { ...shape, name: `${shape.name}Overlay`, get: () => partial(shape.get()) };
    default:
      // A step names what it does in an overlay, too: without that nobody knows its other keys.
      return shape;
  }
}

function each(fields: Readonly<Record<string, Shape>>): Readonly<Record<string, Shape>> {
  return Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, partial(shape)]));
}
