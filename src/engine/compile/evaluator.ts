import type { CompiledSites } from '../../language/compile.js';
import type { Path } from '../../language/project.js';
import type { Expression, Scope } from '../../language/scope.js';
import { isObject } from '../../model/json.js';

/** Evaluates a piece of a spec: `=` expressions, texts, literals, at any depth. `missed` hears what a text lacked. */
export interface Evaluate {
  (scope: Scope, missed: (name: string) => void): unknown;
  /** It is the same in every scope. */
  readonly literal?: { readonly value: unknown };
}

/** Evaluators of one resource, by path; each is built when first asked for. */
export interface Evaluators {
  at(path: Path): Evaluate;
  expression(path: Path): Expression | undefined;
  /** Those of a part: paths begin there. */
  within(path: Path): Evaluators;
}

/** A place of a spec with what was built of it. */
interface Place {
  evaluate: Evaluate | undefined;
  readonly members: Map<string | number, Place>;
}

export function buildEvaluators(
  address: string,
  spec: Readonly<Record<string, unknown>>,
  sites: CompiledSites,
): Evaluators {
  const within = (root: Place, start: Path): Evaluators => ({
    at(path) {
      const place = placeAt(root, path);
      if (place.evaluate !== undefined) return place.evaluate;
      const whole = [...start, ...path];
      return (place.evaluate = build(valueAt(spec, whole), whole, address, sites));
    },
    expression: (path) => sites.expression(address, [...start, ...path]),
    within: (path) => within(placeAt(root, path), [...start, ...path]),
  });
  return within(emptyPlace(), []);
}

function placeAt(root: Place, path: Path): Place {
  let place = root;
  for (const key of path) {
    let member = place.members.get(key);
    if (member === undefined) place.members.set(key, (member = emptyPlace()));
    place = member;
  }
  return place;
}

function emptyPlace(): Place {
  return { evaluate: undefined, members: new Map() };
}

export function valueAt(spec: unknown, path: Path): unknown {
  let value: unknown = spec;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value)) value = value[key];
    else return undefined;
  }
  return value;
}

function build(value: unknown, path: Path, address: string, sites: CompiledSites): Evaluate {
  const expression = sites.expression(address, path);
  if (expression !== undefined) return (scope) => expression.data(scope);
  const text = sites.text(address, path);
  if (text !== undefined) {
    return (scope, missed) => {
      const rendered = text.render(scope);
      if ('text' in rendered) return rendered.text;
      missed(rendered.missing);
      return undefined;
    };
  }
  if (Array.isArray(value)) {
    const parts = value.map((each, index) => build(each, [...path, index], address, sites));
    return (scope, missed) => parts.map((part) => part(scope, missed));
  }
  if (isObject(value)) {
    const parts = Object.entries(value).map(
      ([key, each]) => [key, build(each, [...path, key], address, sites)] as const,
    );
    return (scope, missed) => Object.fromEntries(parts.map(([key, part]) => [key, part(scope, missed)]));
  }
  return Object.assign(() => value, { literal: { value } });
}
