import type { Diagnostic, Severity } from '../../model/diagnostic.js';

/** What a check of a project found: input of every renderer in this folder. Diagnostics are sorted by place. */
export interface Findings {
  readonly files: number;
  readonly resources: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Files of documents that are no resources: one entry a document. */
  readonly skipped?: readonly string[];
}

export function countOf(findings: Findings, severity: Severity): number {
  return findings.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

/** Where a code is explained, relative to the package; `explainOf` tells the same wherever crmctl is installed. */
export function docsOf(code: string): string {
  return `docs/diagnostics.md#${code.toLowerCase()}`;
}

/** The command that tells more about a code, with and without a network. */
export function explainOf(code: string): string {
  return `crmctl explain ${code}`;
}

/** The message with its suggestion, as one text. */
export function fullMessage(diagnostic: Diagnostic): string {
  return diagnostic.suggestion === undefined ? diagnostic.message : `${diagnostic.message}; ${diagnostic.suggestion}`;
}
