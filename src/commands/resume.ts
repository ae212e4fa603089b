import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { scopeOf } from '../cli/operating.js';
import { scopeWithId } from '../cli/subjects.js';

export default class Resume extends EnvironmentCommand {
  static override summary = 'Let go what crmctl pause holds back.';
  static override description =
    'The next pass of the runner carries it out, as far as it is still wanted and not too late.';
  static override examples = ['<%= config.bin %> resume trigger/no-answer', '<%= config.bin %> resume --all'];
  static override args = {
    scope: Args.string({ description: '`trigger/no-answer`, `customer/7` or `order/17`; without it --all.' }),
  };
  static override flags = { all: Flags.boolean({ summary: 'The pause of everything; those of single ones stay.' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Resume);
    this.begin(flags);
    const named = scopeOf(args.scope, flags.all);
    const scope = await this.inEnvironment(this.openSettings(), async (environment) => {
      const { automation } = environment;
      const scope = await scopeWithId(environment, named.scope);
      if (await automation.resume(scope)) return scope;
      const paused = (await automation.pauses()).map((pause) => pause.scope);
      return this.stop(
        exitCodes.error,
        `${scope} is not paused`,
        paused.length === 0 ? 'nothing is' : `paused: ${paused.join(', ')}`,
      );
    });
    this.finish({ human: () => `Resumed: ${scope}.`, json: () => ({ format: 'crmctl.resume/1', scope }) });
  }
}
