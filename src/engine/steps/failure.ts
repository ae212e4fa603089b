import { end, type CompiledTrigger, type Node } from '../program.js';
import type { Running } from '../work.js';
import { isWithin } from './once.js';
import { remember, resultOf } from './remember.js';

/** Where an instance goes on when a step of it failed, by the `onError` of the step or of the nearest one around it; `undefined`: nowhere. */
export function afterFailure(trigger: CompiledTrigger, instance: Running, node: Node): number | undefined {
  const catching = node.onError === 'fail' ? trigger.nodes[node.caughtBy ?? end] : node;
  if (catching === undefined) return undefined;
  if (catching !== node) breakOff(instance, catching);
  return catching.onError === 'fail' || catching.onError === 'continue' ? catching.next : catching.onError;
}

/** Leaves a step that holds others in the middle of them; it is not done. */
function breakOff(instance: Running, node: Node): void {
  if (node.flow?.loops === true) remember(instance, node, { ...resultOf(instance, node), ok: false });
  const inside = (path: string): boolean => path === node.path || isWithin(path, node);
  instance.rounds = withoutThose(instance.rounds, inside);
  if (instance.elements !== undefined) instance.elements = withoutThose(instance.elements, inside);
  instance.step = node.path;
}

function withoutThose<V>(
  members: Readonly<Record<string, V>>,
  gone: (path: string) => boolean,
): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(members).filter(([path]) => !gone(path)));
}
