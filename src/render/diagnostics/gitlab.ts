import type { Severity } from '../../model/diagnostic.js';
import { digestOf } from '../../model/digest.js';
import { fullMessage, type Findings } from './findings.js';

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', note: 'info' };

/**
 * The Code Quality report of GitLab. A fingerprint does not hold the line, so that a finding that only moves stays the
 * same; equal findings of one file are told apart by their number.
 */
export function diagnosticsAsGitlab(findings: Findings): readonly Record<string, unknown>[] {
  const seen = new Map<string, number>();
  return findings.diagnostics.map((diagnostic) => {
    const identity = [diagnostic.code, diagnostic.file ?? '', diagnostic.address ?? '', diagnostic.message];
    const name = identity.join('\n');
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return {
      description: fullMessage(diagnostic),
      check_name: diagnostic.code,
      fingerprint: digestOf([...identity, count]),
      severity: severities[diagnostic.severity],
      location: { path: diagnostic.file ?? 'crmctl.yaml', lines: { begin: diagnostic.line ?? 1 } },
    };
  });
}
