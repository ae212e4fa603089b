import type { Node } from './compilation.js';
import { hydrateTo } from './hydrate.js';
import type { Static } from './types.js';

/** Untyped data beside a moment or a duration is read as one. */
export function side(node: Node, other: Static): Node['run'] {
  if (node.type.type !== 'any' || (other.type !== 'timestamp' && other.type !== 'duration')) return node.run;
  const hydrate = hydrateTo(other);
  return (scope) => hydrate(node.run(scope), scope);
}

/**
 * A field that changes with time, compared with a number: the engine can know when the comparison flips. Whether it is
 * there does not depend on time.
 */
export function noteConstant(left: Node, right: Node): void {
  for (const [field, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = other.constant?.value;
    if (field.use === undefined) continue;
    if (typeof value === 'number') field.use.compared = [value];
    else if (other.type.type === 'null') field.use.compared = [];
  }
}
