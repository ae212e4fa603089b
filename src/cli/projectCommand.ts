import { chooseEnvironment } from '../environment/choose.js';
import type { Project } from '../language/project.js';
import type { CompiledSites } from '../language/compile.js';
import type { Findings } from '../render/diagnostics/findings.js';
import { diagnosticsAsJson } from '../render/diagnostics/json.js';
import { diagnosticsAsText } from '../render/diagnostics/human.js';
import { vocabulary } from '../vocabulary/index.js';
import { checkWorkspace, hasErrors, type CheckedWorkspace } from '../workspace/checkWorkspace.js';
import { readSettings } from '../workspace/readWorkspace.js';
import { BaseCommand } from './command.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';

/** Base of the commands that work on a project: on an invalid one they end with its findings and exit code 3. */
export abstract class ProjectCommand extends BaseCommand {
  /** The project around --dir as the environment has it (`name`, else the usual choice); does not come back when it has errors. */
  protected openProject(name = this.global.env): {
    readonly root: string;
    readonly project: Project;
    readonly compiled: CompiledSites;
  } {
    const checked = checkWorkspace(this.global.dir, vocabulary, environmentNamed(name));
    if (checked.found) refuseUnknownEnvironment(checked.project, name);
    if (checked.found && !hasErrors(checked.diagnostics)) return checked;
    return this.endWith(findingsOf(checked));
  }

  /**
   * The settings around --dir, whatever state the documents beside them are in: who has to hold something back cannot wait until the
   * working tree is valid. Does not come back when crmctl.yaml itself has errors.
   */
  protected openSettings(): { readonly root: string; readonly project: Project } {
    this.refuseNarrowing();
    const settings = readSettings(this.global.dir, vocabulary);
    if (!settings.found) return this.endWith({ files: 0, resources: 0, diagnostics: [settings.diagnostic] });
    const { diagnostics } = settings.project;
    return hasErrors(diagnostics) ? this.endWith({ files: 1, resources: 0, diagnostics }) : settings;
  }

  private endWith(findings: Findings): never {
    this.progress.clear();
    process.stderr.write(diagnosticsAsText(findings, this.pageOf(process.stderr)));
    if (this.global.json) process.stdout.write(`${JSON.stringify(diagnosticsAsJson(findings, true), undefined, 2)}\n`);
    return this.exit(exitCodes.findings);
  }
}

/** Whose overlay counts: `-e`, else what a command that connects would choose. Nobody's, when that is not clear. */
export function environmentNamed(flag: string | undefined): (project: Project) => string | undefined {
  return (project) => {
    const chosen = chooseEnvironment(project, flag, process.env['CRMCTL_ENV']);
    return chosen.ok ? chosen.name : undefined;
  };
}

/** A name that nobody declared is a typing error also where nothing is connected with: its overlay would silently not count. */
export function refuseUnknownEnvironment(project: Project, flag: string | undefined): void {
  if (flag === undefined) return;
  const chosen = chooseEnvironment(project, flag, undefined);
  if (!chosen.ok) throw new Failure(exitCodes.error, chosen.diagnostic.message, chosen.diagnostic.suggestion);
}

export function findingsOf(checked: CheckedWorkspace): Findings {
  return {
    files: checked.found ? checked.project.files : 0,
    resources: checked.found ? checked.project.resources.length : 0,
    diagnostics: checked.diagnostics,
    skipped: checked.found ? checked.project.skipped : [],
  };
}
