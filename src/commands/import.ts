import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { observe } from '../apply/observe.js';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { pageWidth, selectionOf } from '../cli/planning.js';
import { importAccount } from '../import/import.js';
import type { Project, SourceFile } from '../language/project.js';
import { importHuman } from '../render/import.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import { hasErrors } from '../workspace/checkWorkspace.js';
import { readWorkspace } from '../workspace/readWorkspace.js';

export default class Import extends EnvironmentCommand {
  static override summary = "Write the running CRM's configuration as YAML.";
  static override description = `Reads everything that runs, in the CRM and in the automation API, and adds what no file has: one file a kind, one document a resource.
What the files have already stays as it is; where it says something else than the CRM, that is reported. After an import there is nothing to plan.
A folder needs a crmctl.yaml that names the environment; crmctl init makes one.`;
  static override examples = [
    '<%= config.bin %> import -e production',
    "<%= config.bin %> import -e production --select 'status-group/*'",
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(Import);
    this.begin(flags);
    const { root, project } = this.readableProject();
    const { files, report } = await this.inEnvironment({ root, project }, async (environment) => {
      this.progress.show('reading what runs');
      const observation = await observe({ ...environment, words: vocabulary, remotes, project, everything: true });
      return importAccount({
        project,
        words: vocabulary,
        remotes,
        observation,
        environment: environment.name,
        selection: selectionOf(project, flags),
        textOf: (path) => textIn(root, path),
      });
    });
    for (const file of files) write(root, file);
    this.finish(
      { human: (colour) => importHuman(report, { colour, width: pageWidth(process.stdout) }), json: () => report },
      report.ok ? exitCodes.success : exitCodes.error,
    );
  }

  /** What conditions name may be missing still: it is what an import brings. Documents that cannot be read are not touched. */
  private readableProject(): { readonly root: string; readonly project: Project } {
    const workspace = readWorkspace(this.global.dir, vocabulary);
    return workspace.found && !hasErrors(workspace.project.diagnostics) ? workspace : this.openProject();
  }
}

function textIn(root: string, path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function write(root: string, { path, text }: SourceFile): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
