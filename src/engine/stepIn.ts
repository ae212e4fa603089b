import type { CompiledTrigger } from './program.js';

/** Where a run that waits at a step goes on in a revision: there, or where `migrate` puts it; `undefined`: there is neither. */
export function stepIn(
  { nodeOfPath, migrate }: Pick<CompiledTrigger, 'nodeOfPath' | 'migrate'>,
  step: string,
): string | undefined {
  return [step, migrate[step]].find((path) => path !== undefined && nodeOfPath.has(path));
}
