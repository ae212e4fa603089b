import type { Entity } from '../language/scope.js';
import type { Instance } from '../model/instance.js';
import { isWithin } from './once.js';
import { placeOf } from './place.js';
import { end, type CompiledTrigger, type Node } from './program.js';
import { remember } from './remember.js';
import type { Running, Work } from './work.js';

/** Where an instance goes on when a step of it failed, by the `onError` of the step or of the nearest one around it; `undefined`: nowhere. */
export function afterFailure(work: Work, trigger: CompiledTrigger, instance: Running, node: Node): number | undefined {
  const catching = node.onError === 'fail' ? trigger.nodes[node.caughtBy ?? end] : node;
  if (catching === undefined) return undefined;
  if (catching !== node) breakOff(work, instance, catching);
  return catching.onError === 'fail' || catching.onError === 'continue' ? catching.next : catching.onError;
}

/** Leaves a step that holds others in the middle of them; it is not done. */
function breakOff(work: Work, instance: Running, node: Node): void {
  if (node.flow?.loops === true) remember(instance, node, { ...resultOf(work, instance, node), ok: false });
  const inside = (path: string): boolean => path === node.path || isWithin(path, node);
  instance.rounds = withoutThose(instance.rounds, inside);
  if (instance.elements !== undefined) instance.elements = withoutThose(instance.elements, inside);
  instance.step = node.path;
}

/** What a step resulted in the last time. */
function resultOf(work: Work, instance: Running, node: Node): Entity {
  const { steps } = placeOf(instance, node, work.ambient).scope;
  // The scope holds the results of the instance under this name.
  return ((steps ?? {}) as Instance['steps'])[node.id] ?? {};
}

function withoutThose<V>(
  members: Readonly<Record<string, V>>,
  gone: (path: string) => boolean,
): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(members).filter(([path]) => !gone(path)));
}
