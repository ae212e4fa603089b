import type { Severity } from '../../model/diagnostic.js';
import { countOf, fullMessage, type Findings } from './findings.js';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Workflow commands of GitHub Actions: each becomes an annotation in the pull request. */
export function diagnosticsAsGithub(findings: Findings): string {
  const lines = findings.diagnostics.map((diagnostic) => {
    const { file, line, column, endLine, endColumn, code } = diagnostic;
    const properties = { file, line, col: column, endLine, endColumn, title: code };
    const list = Object.entries(properties).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${property(String(value))}`],
    );
    return `::${commands[diagnostic.severity]} ${list.join(',')}::${data(fullMessage(diagnostic))}`;
  });
  const total = `${String(countOf(findings, 'error'))} errors, ${String(countOf(findings, 'warning'))} warnings in ${String(findings.files)} files`;
  return [...lines, total, ''].join('\n');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
