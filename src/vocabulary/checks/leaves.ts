import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';

/** A value inside of data, under the name of its field. */
export interface Leaf {
  /** `order.items.offer.article` */
  readonly field: string;
  readonly value: unknown;
  readonly path: Path;
}

/** All values inside of data that stand for an object: `order`, or a field of it. */
export function leavesOf(value: unknown, field: string, path: Path): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => leavesOf(element, field, [...path, index]));
  if (!isObject(value)) return [{ field, value, path }];
  return Object.entries(value).flatMap(([member, inner]) =>
    // Payments and lines may be told by their ids: `payments: {9: {status: paid}}`.
    leavesOf(inner, /^\d+$/.test(member) ? field : `${field}.${member}`, [...path, member]),
  );
}
