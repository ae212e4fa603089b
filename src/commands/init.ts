import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { exitCodes } from '../cli/exitCodes.js';
import { initAsText } from '../render/init.js';
import { starterProject } from '../workspace/starterProject.js';

export default class Init extends BaseCommand {
  static override summary = 'Make a new project that validates, tests, plans and back-tests at once.';
  static override description = 'Writes a small shop to start from. Nothing that exists is overwritten.';
  static override examples = ['<%= config.bin %> init', '<%= config.bin %> init my-shop'];
  static override args = {
    dir: Args.string({ description: 'Folder of the project; made when it does not exist.', default: '.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init);
    this.begin(flags);
    const root = resolve(flags.dir, args.dir);
    const files = starterProject({ name: nameOf(root), timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    const taken = files.filter(({ path }) => path !== '.gitignore' && existsSync(join(root, path)));
    if (taken.length > 0)
      this.stop(
        exitCodes.refused,
        `${taken.map(({ path }) => path).join(', ')} in ${root} would be overwritten`,
        'choose another folder: crmctl init my-shop',
      );
    const written = files.filter(({ path }) => !existsSync(join(root, path)));
    for (const { path, text } of written) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const folder = relative(process.cwd(), root);
    this.finish({
      human: (colour) => initAsText({ folder, files: written.map(({ path }) => path) }, colour),
      json: () => ({ format: 'crmctl.init/1', ok: true, dir: root, files: written.map(({ path }) => path) }),
    });
  }
}

/** The folder's name, as far as it can be the name of a project. */
function nameOf(root: string): string {
  const name = basename(root)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'shop' : name;
}
