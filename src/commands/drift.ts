import { observe } from '../apply/observe.js';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { placeOf, addressFilterOf } from '../cli/planning.js';
import { buildDrift } from '../plan/drift.js';
import { driftHuman } from '../render/plan/drift.js';
import { driftMarkdown } from '../render/plan/driftMarkdown.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';

export default class Drift extends EnvironmentCommand {
  static override summary = 'What others changed in the CRM since the last apply.';
  static override description =
    'Compares the running CRM with what was applied last; the working tree does not matter. Exit code 2 when there is drift.';
  static override examples = ['<%= config.bin %> drift', '<%= config.bin %> drift -e production --json'];

  async run(): Promise<void> {
    const { flags } = await this.parse(Drift);
    this.begin(flags);
    const { root, project } = this.openProject();
    const drift = await this.inEnvironment({ root, project }, async (environment) => {
      const observation = await observe({ ...environment, words: vocabulary, remotes, project });
      return buildDrift({
        project,
        words: vocabulary,
        remotes,
        observation,
        environment: environment.name,
        selection: addressFilterOf({ root, project }, flags),
      });
    });
    this.finish(
      {
        human: (page) => driftHuman(drift, page, placeOf(flags)),
        json: () => drift,
        markdown: () => driftMarkdown(drift, placeOf(flags)),
      },
      !drift.complete ? exitCodes.error : drift.resources.length > 0 ? exitCodes.changes : exitCodes.success,
    );
  }
}
