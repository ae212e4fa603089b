import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Flags } from '@oclif/core';
import { observe } from '../apply/observe.js';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { environmentNamed } from '../cli/projectCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { fileProblem } from '../cli/fileProblem.js';
import { addressFilterOf } from '../cli/planning.js';
import { appended } from '../import/file.js';
import { importAccount } from '../import/import.js';
import { importTriggers } from '../import/triggers/import.js';
import { objectsOf } from '../language/compile.js';
import type { Project, SourceFile } from '../language/project.js';
import { importHuman, importedTriggersHuman } from '../render/import.js';
import { importMarkdown, importedTriggersMarkdown } from '../render/importMarkdown.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import { hasErrors } from '../workspace/checkWorkspace.js';
import { readWorkspace } from '../workspace/readWorkspace.js';

export default class Import extends EnvironmentCommand {
  static override summary = "Write the running CRM's configuration as YAML.";
  static override description = `Reads everything that runs, in the CRM and in the automation API, and adds what no file has: one file a kind, one document a resource.
What the files have already stays as it is; where it says something else than the CRM, that is reported. After an import there is nothing to plan.
A folder needs a crmctl.yaml that names the environment; crmctl init makes one.
The CRM's own triggers have no API: --triggers reads their text as copied from the CRM's form (name, event, filter, condition, actions) and
translates its conditions. What has no counterpart is marked at its place, and such a trigger is written "active: false".`;
  static override examples = [
    '<%= config.bin %> import -e production',
    "<%= config.bin %> import -e production --select 'status-group/*'",
    '<%= config.bin %> import --triggers copied.txt',
  ];
  static override flags = {
    triggers: Flags.string({
      summary: "Translate triggers copied from the CRM's form; - reads them from the input.",
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Import);
    this.begin(flags);
    const { root, project } = this.readableProject();
    if (flags.triggers !== undefined) return this.importTriggers(root, project, flags.triggers);
    const { files, report } = await this.inEnvironment({ root, project }, async (environment) => {
      this.progress.show('reading what runs');
      const observation = await observe({ ...environment, words: vocabulary, remotes, project, everything: true });
      return importAccount({
        project,
        words: vocabulary,
        remotes,
        observation,
        environment: environment.name,
        selection: addressFilterOf({ root, project }, flags),
        textOf: (path) => textIn(root, path),
      });
    });
    for (const file of files) write(root, file);
    this.finish(
      {
        human: (page) => importHuman(report, page),
        json: () => report,
        markdown: () => importMarkdown(report),
      },
      report.ok ? exitCodes.success : exitCodes.error,
    );
  }

  private importTriggers(root: string, project: Project, file: string): void {
    const word = vocabulary.kinds.find(({ kind }) => kind === 'Trigger')!; // the kind that this option is about
    const path = `${word.plural}.yaml`;
    const { documents, report } = importTriggers({
      text: this.textOf(file),
      word,
      objects: objectsOf(project, vocabulary),
      calendar: project.ofKind('Calendar')[0]?.code ?? 'office',
      known: new Set(project.ofKind(word.kind).map(({ code }) => code)),
    });
    if (documents.length > 0) write(root, { path, text: appended(textIn(root, path), documents) });
    this.finish({
      human: ({ colour }) => importedTriggersHuman(report, path, colour),
      json: () => report,
      markdown: () => importedTriggersMarkdown(report, path),
    });
  }

  private textOf(file: string): string {
    try {
      return readFileSync(file === '-' ? 0 : file, 'utf8');
    } catch (error) {
      return this.stop(exitCodes.error, `${file} cannot be read: ${fileProblem(error)}`);
    }
  }

  /** What conditions name may be missing still: it is what an import brings. Documents that cannot be read are not touched. */
  private readableProject(): { readonly root: string; readonly project: Project } {
    const workspace = readWorkspace(this.global.dir, vocabulary, environmentNamed(this.global.env));
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
