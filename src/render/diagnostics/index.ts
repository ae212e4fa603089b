import type { Page } from '../page.js';
import type { Findings } from './findings.js';
import { diagnosticsAsGithub } from './github.js';
import { diagnosticsAsGitlab } from './gitlab.js';
import { diagnosticsAsText } from './human.js';
import { diagnosticsAsJson } from './json.js';
import { diagnosticsAsJunit } from './junit.js';
import { diagnosticsAsSarif, type Rule } from './sarif.js';

export const diagnosticFormats = ['human', 'json', 'sarif', 'junit', 'github', 'gitlab'] as const;
export type DiagnosticFormat = (typeof diagnosticFormats)[number];

export interface Rendering extends Page {
  /** The command fails because of these findings. */
  readonly failed: boolean;
  readonly rules: readonly Rule[];
  /** Of crmctl. */
  readonly version: string;
}

export function renderDiagnostics(format: DiagnosticFormat, findings: Findings, rendering: Rendering): string {
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  switch (format) {
    case 'human':
      return diagnosticsAsText(findings, rendering);
    case 'json':
      return json(diagnosticsAsJson(findings, rendering.failed));
    case 'sarif':
      return json(diagnosticsAsSarif(findings, rendering.rules, rendering.version));
    case 'junit':
      return diagnosticsAsJunit(findings);
    case 'github':
      return diagnosticsAsGithub(findings);
    case 'gitlab':
      return json(diagnosticsAsGitlab(findings));
  }
}
