import type { Entity } from '../../language/scope.js';
import type { Instance } from '../../model/instance.js';
import { isObject } from '../../model/json.js';
import type { Node } from '../program.js';
import type { Running } from '../work.js';

/** Keeps what a step resulted in, as `steps.<id>`. */
export function remember(instance: Running, node: Node, result: Readonly<Record<string, unknown>>): void {
  instance.steps = withResult(instance.steps, pathOf(node), result);
}

/** What it keeps, if it has come to it. */
export function resultOf(instance: Pick<Instance, 'steps'>, node: Node): Entity | undefined {
  let results: unknown = instance.steps;
  for (const id of pathOf(node)) results = isObject(results) ? results[id] : undefined;
  return isObject(results) ? results : undefined;
}

function pathOf({ trail, id }: Node): readonly string[] {
  const callers = trail.slice(0, -1).filter(({ calls, keeps }) => calls ?? keeps);
  return [...callers.map((caller) => caller.id), id];
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
