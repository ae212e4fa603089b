import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { exitCodes } from '../cli/exitCodes.js';
import { fileProblem } from '../cli/fileProblem.js';
import { damagedLibrary, openLibrary } from '../cli/library.js';
import type { SourceFile } from '../language/project.js';
import { readProject } from '../language/readProject.js';
import { addAutomations, type AdditionReport } from '../library/add.js';
import { clashesAsText } from '../render/add.js';
import { diagnosticsAsText } from '../render/diagnostics/human.js';
import { diagnosticAsJson } from '../render/diagnostics/json.js';
import { initAsText } from '../render/init.js';
import { vocabulary } from '../vocabulary/index.js';
import { bareProject, starterProject } from '../workspace/starterProject.js';
import { writeFiles } from '../workspace/writeFiles.js';

export default class Init extends BaseCommand {
  static override summary = 'Make a new project that validates, tests, plans and back-tests at once.';
  static override description =
    'Writes a small shop to start from, or with --from one of automations of the library. Nothing that exists is overwritten.';
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init my-shop',
    '<%= config.bin %> init my-shop --from call-back-ladder --from abandoned-cart',
  ];
  static override args = {
    dir: Args.string({ description: 'Folder of the project; made when it does not exist.', default: '.' }),
  };

  static override flags = {
    from: Flags.string({
      multiple: true,
      summary: 'Begin with this automation of the library; crmctl catalog lists them.',
      helpValue: 'AUTOMATION',
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init);
    this.begin(flags);
    const root = resolve(flags.dir, args.dir);
    const about = { name: nameOf(root), timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    const { files, addition } =
      flags.from === undefined ? { files: starterProject(about) } : this.fromLibrary(bareProject(about), flags.from);
    const taken = files.filter(({ path }) => path !== '.gitignore' && existsSync(join(root, path)));
    if (taken.length > 0)
      this.stop(
        exitCodes.refused,
        `${taken.map(({ path }) => path).join(', ')} in ${root} would be overwritten`,
        'choose another folder: crmctl init my-shop',
      );
    const written = files.filter(({ path }) => !existsSync(join(root, path)));
    try {
      writeFiles(root, written);
    } catch (error) {
      this.stop(
        exitCodes.error,
        `cannot write into ${root}: ${fileProblem(error)}`,
        'name a folder that you may write to',
      );
    }
    const folder = relative(process.cwd(), root);
    this.finish({
      human: ({ colour }) =>
        initAsText({ folder, files: written.map(({ path }) => path), ...(addition && { addition }) }, colour),
      json: () => ({
        format: 'crmctl.init/1',
        ok: true,
        dir: root,
        files: written.map(({ path }) => path),
        ...(addition && { automations: addition.automations, todo: addition.todo }),
      }),
    });
  }

  /** A project with nothing in it, and the automations added to it. */
  private fromLibrary(
    bare: readonly SourceFile[],
    codes: readonly string[],
  ): { readonly files: readonly SourceFile[]; readonly addition: AdditionReport } {
    const { library, automations } = openLibrary(this.config.root, codes);
    const texts = { files: bare.filter(({ path }) => path.endsWith('.yaml')), attachments: new Map<string, string>() };
    const project = readProject(texts.files, texts.attachments, vocabulary);
    const added = addAutomations(automations, project, texts, library, vocabulary);
    if (!added.ok && 'clashes' in added)
      this.stop(
        exitCodes.refused,
        `${codes.join(', ')} cannot be in one project: ${clashesAsText(added.clashes)}`,
        'nothing was written: begin with one of them',
        { clashes: added.clashes },
      );
    if (!added.ok) {
      const findings = { files: 0, resources: 0, diagnostics: added.findings };
      process.stderr.write(diagnosticsAsText(findings, this.pageOf(process.stderr)));
      throw damagedLibrary('what is written above is wrong in it; nothing was written', {
        diagnostics: added.findings.map(diagnosticAsJson),
      });
    }
    const changed = new Map([...bare, ...added.files].map(({ path, text }) => [path, text]));
    return { files: [...changed].map(([path, text]) => ({ path, text })), addition: added.report };
  }
}

/** The folder's name, as far as it can be the name of a project. */
function nameOf(root: string): string {
  const name = basename(root)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'shop' : name;
}
