/** What the shell is told (docs/cli.md#exit-codes). */
export const exitCodes = {
  success: 0,
  /** Network, authentication, a bug. */
  error: 1,
  /** Only `plan --detailed-exitcode` and `drift`: there are changes. */
  changes: 2,
  /** `validate`, `test`, `fmt --check` found something; any command on an invalid project. */
  findings: 3,
  /** A guard refused, or a confirmation is needed. */
  refused: 4,
  /** Stale plan, lock held. */
  stale: 5,
  /** Applied in part; `apply --resume` continues. */
  partial: 6,
  /** Unknown command, flag or argument. */
  usage: 64,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
