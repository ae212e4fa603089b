import type { Diagnostic } from '../../model/diagnostic.js';
import { docsOf, fullMessage, type Findings } from './findings.js';

/** A rule of the tool, for code scanning: a code and what it means. */
export interface Rule {
  readonly code: string;
  readonly name: string;
  readonly doc: string;
}

/** SARIF 2.1.0 (OASIS), as GitHub code scanning reads it. Only the rules that were broken are listed. */
export function diagnosticsAsSarif(
  findings: Findings,
  rules: readonly Rule[],
  version: string,
): Record<string, unknown> {
  const used = [...new Set(findings.diagnostics.map((diagnostic) => diagnostic.code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'crmctl', version, rules: used.map((code) => ruleOf(code, rules)) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { PROJECT: { description: { text: 'The folder of crmctl.yaml.' } } },
        results: findings.diagnostics.map((diagnostic) => resultOf(diagnostic, used.indexOf(diagnostic.code))),
      },
    ],
  };
}

function ruleOf(code: string, rules: readonly Rule[]): Record<string, unknown> {
  const rule = rules.find((known) => known.code === code);
  return {
    id: code,
    ...(rule && { name: rule.name, shortDescription: { text: rule.doc } }),
    help: { text: docsOf(code) },
  };
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number): Record<string, unknown> {
  return {
    ruleId: diagnostic.code,
    ruleIndex,
    level: diagnostic.severity,
    message: { text: fullMessage(diagnostic) },
    ...(diagnostic.file !== undefined && { locations: [locationOf(diagnostic, diagnostic.file)] }),
  };
}

function locationOf(diagnostic: Diagnostic, file: string): Record<string, unknown> {
  const { line, column, endLine, endColumn, address } = diagnostic;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file), uriBaseId: 'PROJECT' },
      ...(line !== undefined && { region }),
    },
    ...(address !== undefined && { logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }] }),
  };
}
