import { interpolate } from './interpolate.js';
import type { Path } from './project.js';

export interface InterpolatedValue<T> {
  readonly value: T;
  /** Variables that are not set; their strings stay as written. */
  readonly missing: readonly { readonly path: Path; readonly name: string }[];
  /** What came from outside, to be struck from everything that is printed. */
  readonly secrets: readonly string[];
}

/** A copy of a JSON value (a Connection, a Channel) in which every `${NAME}` is filled in. */
export function interpolateValue<T>(
  value: T,
  values: Readonly<Record<string, string | undefined>>,
): InterpolatedValue<T> {
  const missing: { path: Path; name: string }[] = [];
  const secrets: string[] = [];

  const fill = (each: unknown, path: Path): unknown => {
    if (typeof each === 'string') return each.includes('${') ? fillText(each, path) : each;
    if (Array.isArray(each)) return each.map((item, index) => fill(item, [...path, index]));
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, member]) => [key, fill(member, [...path, key])]));
  };

  const fillText = (text: string, path: Path): string => {
    const filled = interpolate(text, values);
    if (!filled.ok) {
      missing.push(...filled.missing.map(({ name }) => ({ path, name })));
      return text;
    }
    secrets.push(...filled.secrets);
    return filled.text;
  };

  // The copy has the same members; only texts differ.
  return { value: fill(value, []) as T, missing, secrets };
}
