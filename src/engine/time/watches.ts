import type { Field } from '../../language/scope.js';

/** Moves when an order of the customer comes, goes, changes hands or the moment when it was placed. */
export const listOfOrders = 'customer.orders';

/** Fields whose change moves what is made of these paths, as the world names them; `undefined`: anything may move it. */
export function watchedBy(
  paths: readonly string[],
  fieldsOf: (object: string) => Readonly<Record<string, Field>> | undefined,
): readonly string[] | undefined {
  const watched: string[] = [];
  for (const path of paths) {
    const [object = '', member] = path.split('.');
    const fields = fieldsOf(object);
    if (fields === undefined || member === undefined) return undefined;
    const field = fields[member];
    const of = field?.compute === undefined ? [path] : field.watches;
    if (of === undefined) return undefined;
    watched.push(...of);
  }
  return watched;
}

/** A field moves with itself, a whole with its parts and the parts with the whole. */
export function touches(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || field.startsWith(`${path}.`);
}
