import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { exitCodes } from '../cli/exitCodes.js';
import { formatProject } from '../language/format/formatProject.js';
import { configFile } from '../language/readConfig.js';
import { formatHuman } from '../render/fmt.js';
import { vocabulary } from '../vocabulary/index.js';
import { findUpward } from '../workspace/findProject.js';
import { overlaysIn, readTexts } from '../workspace/readWorkspace.js';

export default class Fmt extends BaseCommand {
  static override summary = 'Write the documents in one style: order of keys, quotes, spaces.';
  static override description = `Comments stay, what the documents say does not change, and a second run finds nothing to do. Values that YAML
would cut or bend get their quotes. Files that hold no documents of crmctl are left alone.
With --check nothing is written; exit code 3 when a file is not in this form.`;
  static override examples = ['<%= config.bin %> fmt', '<%= config.bin %> fmt --check'];
  static override flags = {
    check: Flags.boolean({ summary: 'Write nothing: exit code 3 when something would change.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Fmt);
    this.begin(flags);
    const root = findUpward(flags.dir, configFile);
    if (root === undefined)
      return this.stop(
        exitCodes.findings,
        `there is no ${configFile} in ${flags.dir} or above it`,
        'crmctl init makes a project',
      );
    const { files, textsOf, problems } = readTexts(root);
    const { changed, report } = formatProject([...files, ...textsOf(overlaysIn(root))], problems, vocabulary);
    if (!flags.check) for (const { path, text } of changed) writeFileSync(join(root, path), text);
    const failed = report.diagnostics.length > 0 || (flags.check && changed.length > 0);
    this.finish(
      {
        human: (page) => formatHuman(report, page, flags.check),
        json: () => ({ ...report, ok: !failed }),
      },
      failed ? exitCodes.findings : exitCodes.success,
    );
  }
}
