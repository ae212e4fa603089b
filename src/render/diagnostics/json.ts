import type { Diagnostic } from '../../model/diagnostic.js';
import { countOf, type Findings } from './findings.js';

/** The document of `validate --json` (docs/cli.md#validate). `failed` decides `ok`: warnings fail only with --strict. */
export function diagnosticsAsJson(findings: Findings, failed: boolean): Record<string, unknown> {
  return {
    format: 'crmctl.validate/1',
    ok: !failed,
    summary: {
      files: findings.files,
      resources: findings.resources,
      errors: countOf(findings, 'error'),
      warnings: countOf(findings, 'warning'),
      notes: countOf(findings, 'note'),
      skipped: (findings.skipped ?? []).length,
    },
    diagnostics: findings.diagnostics.map(diagnosticAsJson),
  };
}

export function diagnosticAsJson(diagnostic: Diagnostic): Record<string, unknown> {
  const { severity, code, message, file, line, column, endLine, endColumn, address, suggestion } = diagnostic;
  return { severity, code, message, file, line, column, endLine, endColumn, address, suggestion };
}
