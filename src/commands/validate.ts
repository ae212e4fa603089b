import { relative } from 'node:path';
import { Flags } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { environmentNamed, findingsOf, ProjectCommand } from '../cli/projectCommand.js';
import type { Colour } from '../render/colour.js';
import { plain } from '../render/colour.js';
import type { Findings } from '../render/diagnostics/findings.js';
import { diagnosticFormats, renderDiagnostics, type DiagnosticFormat } from '../render/diagnostics/index.js';
import { diagnosticsAsJson } from '../render/diagnostics/json.js';
import { ruleGroups } from '../render/diagnostics/rules.js';
import { vocabulary } from '../vocabulary/index.js';
import { checkWorkspace } from '../workspace/checkWorkspace.js';

export default class Validate extends ProjectCommand {
  static override summary = 'Check the project: documents, references, conditions, texts, segments, loops, policies.';
  static override description = `All findings of a run are printed at once, each with its place and a suggestion.
Exit code 3 when there are errors; with --strict also when there are warnings.`;
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate --strict --format github',
    '<%= config.bin %> validate --json',
  ];
  static override flags = {
    strict: Flags.boolean({ summary: 'Warnings fail, too.' }),
    format: Flags.option({
      options: diagnosticFormats,
      summary: 'Form of the findings.',
      exclusive: ['json', 'markdown'],
    })(),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Validate);
    this.begin(flags);
    const checked = checkWorkspace(flags.dir, vocabulary, environmentNamed(flags.env));
    const findings = findingsOf(checked);
    const failing = flags.strict ? ['error', 'warning'] : ['error'];
    const failed = findings.diagnostics.some(({ severity }) => failing.includes(severity));
    const format = flags.format ?? 'human';
    const placed =
      ciFormats.includes(format) && checked.found
        ? fromHere(findings, relative(process.cwd(), checked.root))
        : findings;
    const render = (colour: Colour): string =>
      renderDiagnostics(format, placed, {
        colour,
        failed,
        rules: ruleGroups(vocabulary.checks).flatMap(({ rules }) => rules),
        version: this.config.version,
      });
    this.finish(
      {
        human: render,
        json: () => diagnosticsAsJson(findings, failed),
        markdown: () => `\`\`\`text\n${render(plain)}\`\`\`\n`,
      },
      failed ? exitCodes.findings : exitCodes.success,
    );
  }
}

/** Services that show findings in the repository want paths from where the command runs. */
const ciFormats: readonly DiagnosticFormat[] = ['sarif', 'github', 'gitlab', 'junit'];

function fromHere(findings: Findings, folder: string): Findings {
  if (folder === '') return findings;
  const prefix = `${folder.replaceAll('\\', '/')}/`;
  return {
    ...findings,
    diagnostics: findings.diagnostics.map((each) =>
      each.file === undefined ? each : { ...each, file: prefix + each.file },
    ),
  };
}
