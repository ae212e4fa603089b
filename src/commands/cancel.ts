import { Args, Flags } from '@oclif/core';
import { canAsk, typed } from '../cli/confirm.js';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { operator, requireTrigger, say, selectionOf, selectionText, subjectWords } from '../cli/operating.js';
import { withIds } from '../cli/subjects.js';
import type { Selection } from '../model/operations.js';
import { saidHuman, saidJson } from '../render/operations/said.js';

export default class Cancel extends EnvironmentCommand {
  static override summary = 'End what waits: for one customer or order, of one trigger, or all.';
  static override description = `What was not sent yet is withdrawn; what was done stays done. The customer can enter the trigger again.
More than one customer has to be confirmed by a person, or by --auto-approve.`;
  static override examples = [
    '<%= config.bin %> cancel customer/7',
    '<%= config.bin %> cancel order/17 --trigger no-answer --reason "called by hand"',
    '<%= config.bin %> cancel --trigger no-answer --auto-approve',
  ];
  static override args = { subject: Args.string({ description: subjectWords }) };
  static override flags = {
    trigger: Flags.string({ summary: 'Only runs of this trigger.', helpValue: 'CODE' }),
    all: Flags.boolean({ summary: 'Everything that waits.', exclusive: ['trigger'] }),
    reason: Flags.string({ summary: 'Why, for the journal.', helpValue: 'TEXT' }),
    'auto-approve': Flags.boolean({ summary: 'End without asking.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Cancel);
    this.begin(flags);
    const named = selectionOf(args.subject, flags.trigger);
    if (Object.keys(named).length === 0 && !flags.all)
      this.stop(exitCodes.usage, 'cancel what?', 'customer/7, order/17, --trigger CODE, or --all');
    if (args.subject !== undefined && flags.all)
      this.stop(exitCodes.usage, `--all and ${args.subject} do not go together`, 'leave one of them out');
    const said = await this.inEnvironment(this.openSettings(), async (environment) => {
      await requireTrigger(environment, named);
      const where = await withIds(environment, named);
      if (args.subject === undefined && !flags['auto-approve'])
        await this.confirm(environment.name, where, (await environment.automation.pending(where)).length);
      return say(environment, {
        do: 'cancel',
        where,
        by: operator(),
        ...(flags.reason !== undefined && { reason: flags.reason }),
      });
    });
    this.finish({ human: () => saidHuman(said, 'cancelled'), json: () => saidJson(said) });
  }

  private async confirm(environment: string, where: Selection, count: number): Promise<void> {
    const what = `this ends ${count} waiting runs of ${selectionText(where)}`;
    if (!canAsk()) this.stop(exitCodes.refused, what, 'confirm it: --auto-approve');
    if (!(await typed(`${what}. Type ${environment} to do it: `, environment)))
      this.stop(exitCodes.refused, 'not confirmed, nothing was cancelled');
  }
}
