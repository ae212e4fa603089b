import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { operator, requireTrigger, scopeOf } from '../cli/operating.js';
import { placeOf } from '../cli/planning.js';
import { scopeWithId } from '../cli/subjects.js';
import { wallClock } from '../model/wallClock.js';

export default class Pause extends EnvironmentCommand {
  static override summary = 'Hold back what a trigger does, what a customer gets, or all.';
  static override description = `Counts before the very next effect. The runner goes on reading and deciding; what it decides waits until
crmctl resume. What is then older than late.max of its trigger becomes dead and is listed.`;
  static override examples = [
    '<%= config.bin %> pause trigger/no-answer --reason "wrong price in the letter"',
    '<%= config.bin %> pause customer/7',
    '<%= config.bin %> pause --all -e production',
  ];
  static override args = {
    scope: Args.string({ description: '`trigger/no-answer`, `customer/7` or `order/17`; without it --all.' }),
  };
  static override flags = {
    all: Flags.boolean({ summary: 'Everything.' }),
    reason: Flags.string({ summary: 'Why, for those who find it paused.', helpValue: 'TEXT' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Pause);
    this.begin(flags);
    const named = scopeOf(args.scope, flags.all);
    const opened = this.openSettings();
    const pause = await this.inEnvironment(opened, async (environment) => {
      await requireTrigger(environment, named.about);
      const scope = await scopeWithId(environment, named.scope);
      const reason = flags.reason === undefined ? {} : { reason: flags.reason };
      return environment.automation.pause({ scope, by: operator(), ...reason });
    });
    const since = wallClock(opened.project.config.timezone).show(pause.since);
    const next = ['crmctl resume', flags.all ? '--all' : pause.scope, ...placeOf(flags)].join(' ');
    this.finish({
      human: () => `Paused: ${pause.scope} since ${since}.   ${next}`,
      json: () => ({ format: 'crmctl.pause/1', ...pause }),
    });
  }
}
