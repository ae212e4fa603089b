export type Severity = 'error' | 'warning' | 'note';

/** One finding, in the field names of `validate --json` (docs/cli.md#validate). Lines and columns count from 1. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable code, documented in docs/diagnostics.md: `CRM101`. */
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly address?: string;
  /** What to do, in one sentence or one replacement: `did you mean "totalSumm"?` */
  readonly suggestion?: string;
  /** The text of the source line, for the caret. */
  readonly sourceLine?: string;
}

export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
