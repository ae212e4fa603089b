import type { ObjectShape, Shape } from '../../src/language/shape.js';
import { isObject } from '../../src/model/json.js';

/** The same spec with one field of another value, and the path at which a plan has to say so. */
export interface Altered {
  readonly path: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

type Spec = Readonly<Record<string, unknown>>;

/** Every field of the spec, at any depth, changed by itself; and every field that it lacks and that needs nothing else. */
export function alterations(
  shape: ObjectShape,
  spec: Spec,
  keys: Readonly<Record<string, string>>,
): readonly Altered[] {
  return inObject(shape, spec, keys, [], '').map(({ path, value }) => ({
    path: path.map((part) => (part.includes('.') ? `[${part}]` : part)).join('.'),
    // An object, changed, is an object.
    spec: value as Spec,
  }));
}

interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}

type Keys = Readonly<Record<string, string>>;

function inObject(
  shape: ObjectShape,
  spec: Spec,
  keys: Keys,
  path: readonly string[],
  pattern: string,
): readonly Change[] {
  const rest = Object.keys(spec).filter((name) => !(name in shape.fields));
  const names = [...Object.keys(shape.fields), ...(shape.rest ? rest : [])];
  return names.flatMap((name) => {
    const member = shape.fields[name] ?? shape.rest;
    if (member === undefined || isIdentity(name, path, keys[pattern])) return [];
    const here = [...path, name];
    const changes =
      spec[name] === undefined
        ? first(member).map((value) => ({ path: here, value }))
        : inValue(member, spec[name], keys, here, pattern === '' ? name : `${pattern}.${name}`);
    return changes.map((change) => ({ path: change.path, value: { ...spec, [name]: change.value } }));
  });
}

/** What tells resources, and items of lists, apart. */
function isIdentity(name: string, path: readonly string[], key = ''): boolean {
  if (path.length === 0) return ['kind', 'code', 'of', 'renamedFrom', 'protected'].includes(name);
  return ['id', 'code', key].includes(name);
}

function inValue(
  shape: Shape,
  value: unknown,
  keys: Keys,
  path: readonly string[],
  pattern: string,
): readonly Change[] {
  switch (shape.shape) {
    case 'object':
      return isObject(value) ? inObject(shape, value, keys, path, pattern) : [];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([name, member]) =>
            inValue(shape.of, member, keys, [...path, name], `${pattern}.${name}`).map((change) => ({
              path: change.path,
              value: { ...value, [name]: change.value },
            })),
          )
        : [];
    case 'list':
    case 'oneOrMany':
      return Array.isArray(value) ? inList(shape.of, value, keys, path, pattern) : [];
    case 'either': {
      const chosen = Array.isArray(value) ? shape.list : isObject(value) ? shape.map : shape.scalar;
      return chosen === undefined ? [] : inValue(chosen, value, keys, path, pattern);
    }
    case 'value':
      return typeof value === 'string' && value.startsWith('=')
        ? []
        : inValue(shape.literal, value, keys, path, pattern);
    case 'lazy':
      return inValue(shape.get(), value, keys, path, pattern);
    case 'dispatch': {
      if (!isObject(value)) return [];
      const words = shape.words();
      const name = Object.keys(value).find((key) => key in words);
      const word = name === undefined ? undefined : words[name];
      const fields = { ...shape.common, ...word?.siblings, ...(name !== undefined && word && { [name]: word.value }) };
      const present = Object.fromEntries(Object.entries(fields).filter(([key]) => key in value));
      return inObject({ shape: 'object', fields: present }, value, keys, path, pattern);
    }
    default:
      return other(shape, value).map((each) => ({ path, value: each }));
  }
}

function inList(
  of: Shape,
  list: readonly unknown[],
  keys: Keys,
  path: readonly string[],
  pattern: string,
): readonly Change[] {
  if (!list.every(isObject)) {
    const scalar = of.shape === 'either' && of.scalar ? of.scalar : of;
    const more = list.flatMap((item) => other(scalar, item)).slice(0, 1);
    return more.length === 0 ? [] : [{ path, value: [...list, ...more] }];
  }
  const key = [keys[pattern] ?? [], 'id', 'code']
    .flat()
    .find((name) => list.every((item) => typeof item[name] === 'string'));
  return list.flatMap((item, index) => {
    const name = key === undefined ? String(index) : String(item[key]);
    return inValue(of, item, keys, [...path, name], pattern).map((change) => ({
      path: change.path,
      value: list.map((each, place) => (place === index ? change.value : each)),
    }));
  });
}

/** Another value of the same form; none where only the project's other resources know one. */
function other(shape: Shape, value: unknown): readonly unknown[] {
  switch (shape.shape) {
    case 'string':
      return [`${String(value)}x`, 'aaa', '7%', '7m', 'EUR', '#123456', '2/9d']
        .filter((text) => (shape.pattern?.test(text) ?? true) && text !== value)
        .slice(0, 1);
    case 'number':
      return [Number(value) + 1, Number(value) - 1]
        .filter((each) => each <= (shape.max ?? Infinity) && each >= (shape.min ?? -Infinity))
        .slice(0, 1);
    case 'boolean':
      return [value !== true];
    case 'choice':
      return shape.of.filter((each) => each !== value).slice(0, 1);
    case 'condition':
      return shape.yields === undefined ? [`!(${String(value)})`] : [];
    case 'text':
      return [`${String(value)} …`];
    case 'code':
      return [`${String(value)}x`];
    case 'duration':
      return [typeof value === 'string' && value !== '7h' ? '7h' : '8h'];
    case 'time':
      return [value === '10:30' ? '10:45' : '10:30'];
    case 'hours':
      return [value === '08:15-17:15' ? '08:30-17:30' : '08:15-17:15'];
    case 'date':
      return ['2031-05-06'];
    default:
      return [];
  }
}

/** A value for a field that the spec lacks. */
function first(shape: Shape): readonly unknown[] {
  switch (shape.shape) {
    case 'string':
    case 'text':
      return other(shape, '');
    case 'number':
      return [Math.max(3, shape.min ?? 3)];
    case 'boolean':
      return [true];
    case 'choice':
      return shape.of.slice(-1);
    case 'duration':
      return ['7h'];
    case 'oneOrMany':
      return shape.of.shape === 'string' ? [['x']] : [];
    default:
      return [];
  }
}
