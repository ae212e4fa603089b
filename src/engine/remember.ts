import type { Entity } from '../language/scope.js';
import type { Instance } from '../model/instance.js';
import type { Node } from './program.js';
import type { Running } from './work.js';

/** Keeps what a step resulted in, as `steps.<id>`. */
export function remember(instance: Running, node: Node, result: Readonly<Record<string, unknown>>): void {
  const callers = node.trail.slice(0, -1).filter(({ calls, keeps }) => calls ?? keeps);
  instance.steps = withResult(instance.steps, [...callers.map(({ id }) => id), node.id], result);
}

/** Results of called steps are members of the result of their call. */
function withResult(
  steps: Instance['steps'],
  [id = '', ...inner]: readonly string[],
  result: Entity,
): Instance['steps'] {
  if (inner.length === 0) return { ...steps, [id]: result };
  return { ...steps, [id]: withResult((steps[id] ?? {}) as Instance['steps'], inner, result) };
}
