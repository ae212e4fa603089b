import type { CommandState } from '../../model/operations.js';

/** The document of `cancel --json` and `retry --json`. */
export interface SaidReport {
  readonly format: 'crmctl.command/1';
  readonly id: number;
  /** The runner has done it; else it does it before anything else. */
  readonly done: boolean;
  readonly affected: readonly string[];
}

export function saidJson({ id, doneAt, affected }: CommandState): SaidReport {
  return { format: 'crmctl.command/1', id, done: doneAt !== null, affected };
}

/** One line that can be grepped: what was done, or that the runner will. */
export function saidHuman({ id, doneAt, affected }: CommandState, verb: string): string {
  return doneAt === null
    ? `Left as command ${id}: the runner takes it before its next effect.`
    : `${verb[0]!.toUpperCase()}${verb.slice(1)}: ${affected.length}.`;
}
