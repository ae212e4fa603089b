import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { environmentNamed, refuseUnknownEnvironment, findingsOf, ProjectCommand } from '../cli/projectCommand.js';
import { fromHere } from '../cli/fromHere.js';
import { accountFile, accountText } from '../language/account.js';
import { byPlace } from '../model/diagnostic.js';
import type { Page } from '../render/page.js';
import type { Findings } from '../render/diagnostics/findings.js';
import { diagnosticFormats, renderDiagnostics, type DiagnosticFormat } from '../render/diagnostics/index.js';
import { diagnosticsAsJson } from '../render/diagnostics/json.js';
import { ruleGroups } from '../render/diagnostics/rules.js';
import { vocabulary } from '../vocabulary/index.js';
import { checkWorkspace, type CheckedWorkspace } from '../workspace/checkWorkspace.js';

export default class Validate extends ProjectCommand {
  static override summary = 'Check the project: documents, references, conditions, texts, segments, loops, policies.';
  static override description = `All findings of a run are printed at once, each with its place and a suggestion.
Exit code 3 when there are errors; with --strict also when there are warnings.
--online asks the CRM of the environment, too. What it has is kept in ${accountFile}: commit it, and from then on a status, an order type
or a custom field that neither the project nor the account has is an error, without asking again.`;
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate --strict --format github',
    '<%= config.bin %> validate --json',
    '<%= config.bin %> validate --online -e production',
  ];
  static override flags = {
    online: Flags.boolean({
      summary: `Ask the CRM, too: rights, zone, users; its codes and fields are kept in ${accountFile}.`,
    }),
    strict: Flags.boolean({ summary: 'Warnings fail, too.' }),
    format: Flags.option({
      options: diagnosticFormats,
      summary: 'Form of the findings.',
      relationships: [{ type: 'none', flags: ['json', 'markdown'] }],
    })(),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Validate);
    this.begin(flags);
    const offline = checkWorkspace(flags.dir, vocabulary, environmentNamed(flags.env));
    if (offline.found) refuseUnknownEnvironment(offline.project, flags.env);
    const checked = flags.online && offline.found ? await this.online(offline) : offline;
    const findings = await this.narrowed(checked);
    if (flags.verbose)
      for (const file of new Set(findings.skipped))
        this.progress.line(`passed over, a document without a kind: ${file}`);
    const failing = flags.strict ? ['error', 'warning'] : ['error'];
    const failed = findings.diagnostics.some(({ severity }) => failing.includes(severity));
    const format = flags.format ?? 'human';
    const placed =
      ciFormats.includes(format) && checked.found
        ? { ...findings, diagnostics: fromHere(checked.root).diagnostics(findings.diagnostics) }
        : findings;
    const render = (page: Page): string =>
      renderDiagnostics(format, placed, {
        ...page,
        failed,
        rules: ruleGroups(vocabulary.checks).flatMap(({ rules }) => rules),
        version: this.config.version,
      });
    this.finish(
      { human: render, verbatim: format !== 'human', json: () => diagnosticsAsJson(findings, failed) },
      failed ? exitCodes.findings : exitCodes.success,
    );
  }

  /** The findings about what is selected, and about no resource in particular; what they name is looked up in the whole project. */
  private async narrowed(checked: CheckedWorkspace): Promise<Findings> {
    const { select, exclude, since } = this.global;
    if (!checked.found || (select ?? exclude ?? since) === undefined) return findingsOf(checked);
    const { findingsAbout } = await import('../cli/narrowed.js');
    return findingsAbout(checked, this.global);
  }

  /** Asks the CRM, keeps what it says in crmctl.schema.json and checks again with it. */
  private async online(offline: CheckedWorkspace & { found: true }): Promise<CheckedWorkspace> {
    const { root } = offline;
    const { lookOnline } = await import('../cli/online.js');
    const { account, diagnostics } = await lookOnline(offline, this.global, this.progress);
    if (account !== undefined && writeAccount(root, accountText(account))) this.progress.line(`${accountFile} written`);
    const checked = checkWorkspace(root, vocabulary, environmentNamed(this.global.env));
    return { ...checked, diagnostics: [...checked.diagnostics, ...diagnostics].sort(byPlace) };
  }
}

/** Whether the file says something else now. */
function writeAccount(root: string, text: string): boolean {
  const file = join(root, accountFile);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  writeFileSync(file, text);
  return true;
}

/** Services that show findings in the repository want paths from where the command runs. */
const ciFormats: readonly DiagnosticFormat[] = ['sarif', 'github', 'gitlab', 'junit'];
