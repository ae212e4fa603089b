import type { ExitCode } from './exitCodes.js';

/** An end that was foreseen: what happened, what to do about it, and what the shell is told. */
export class Failure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly cure?: string,
    /** What a program wants to know beside, for `--json`. */
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = 'Failure';
  }
}
