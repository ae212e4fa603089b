import type { Place } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { docsOf, explainOf, fullMessage, type Findings } from './findings.js';

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
  return sarifLog(
    version,
    used.map((code) => sarifRule(code, rules)),
    findings.diagnostics.map((diagnostic) => sarifResult(diagnostic)),
  );
}

interface SarifRule {
  readonly id: string;
  readonly name?: string;
  readonly shortDescription?: { readonly text: string };
  readonly help?: { readonly text: string };
}

export interface SarifResult {
  readonly ruleId: string;
  readonly level: Diagnostic['severity'];
  readonly message: { readonly text: string };
  readonly locations?: readonly Record<string, unknown>[];
}

/** The log of one run; every result names one of the rules. */
export function sarifLog(
  version: string,
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
): Record<string, unknown> {
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'crmctl', version, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { PROJECT: { description: { text: 'The folder in which crmctl ran.' } } },
        results: results.map((result) => ({ ...result, ruleIndex: places.get(result.ruleId) })),
      },
    ],
  };
}

function sarifRule(code: string, rules: readonly Rule[]): SarifRule {
  const rule = rules.find((known) => known.code === code);
  return {
    id: code,
    ...(rule && { name: rule.name, shortDescription: { text: rule.doc } }),
    help: { text: `${explainOf(code)}, or ${docsOf(code)}` },
  };
}

export function sarifResult(diagnostic: Diagnostic): SarifResult {
  const { code, severity, address, file } = diagnostic;
  const located = address !== undefined || file !== undefined;
  return {
    ruleId: code,
    level: severity,
    message: { text: fullMessage(diagnostic) },
    ...(located && { locations: [sarifLocation(diagnostic)] }),
  };
}

/** Where something stands: in a file of the project, and as a resource. */
export function sarifLocation({
  file,
  line,
  column,
  endLine,
  endColumn,
  address,
}: Partial<Place> & Pick<Diagnostic, 'address'>): Record<string, unknown> {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ...(file !== undefined && {
      physicalLocation: {
        artifactLocation: { uri: uriOf(file), uriBaseId: 'PROJECT' },
        ...(line !== undefined && { region }),
      },
    }),
    ...(address !== undefined && { logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }] }),
  };
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
