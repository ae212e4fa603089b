import type { CompiledTrigger, Node } from '../program.js';

type Steps = Pick<CompiledTrigger, 'nodes' | 'nodeOfPath'>;

/**
 * Where a run that waits at a step goes on in a revision: there, or where `migrate` puts it; `undefined`: there is neither. A step that only
 * has the id of the one on its own revision, and does something else, is another one.
 */
export function stepIn(
  trigger: Steps & Pick<CompiledTrigger, 'migrate'>,
  step: string,
  own: Steps | undefined,
): string | undefined {
  const there = nodeAt(trigger, step);
  if (there !== undefined && isSame(nodeAt(own, step) ?? there, there)) return step;
  const to = trigger.migrate[step];
  return to !== undefined && trigger.nodeOfPath.has(to) ? to : undefined;
}

export function nodeAt(trigger: Steps | undefined, path: string): Node | undefined {
  return trigger?.nodes[trigger.nodeOfPath.get(path) ?? -1];
}

/** The same action, or both a pause of whatever kind. */
function isSame(before: Node, now: Node): boolean {
  return before.action?.name === now.action?.name && isPause(before) === isPause(now);
}

/** A run can wait there for a moment or an event. */
function isPause({ flow }: Pick<Node, 'flow'>): boolean {
  return flow?.resume !== undefined;
}
