import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { requireTrigger, selectionOf } from '../cli/operating.js';
import { explainHuman } from '../render/operations/explain.js';
import { explanationOf } from '../render/operations/explanation.js';

export default class Explain extends EnvironmentCommand {
  static override summary = 'Why and why not: what the automations did for an order or a customer.';
  static override description = `Read from the runner's journal: what was done, what waits and, for what did not happen, the first condition that was not
true, with the values that it read at that moment.`;
  static override examples = [
    '<%= config.bin %> explain order/17',
    '<%= config.bin %> explain customer/7 --trigger no-answer',
  ];
  static override args = { subject: Args.string({ description: '`order/17` or `customer/7`.', required: true }) };
  static override flags = { trigger: Flags.string({ summary: 'Only this trigger.', helpValue: 'CODE' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    this.begin(flags);
    const about = selectionOf(args.subject, flags.trigger);
    const explanation = await this.inEnvironment(this.openSettings(), async (environment) => {
      await requireTrigger(environment, about);
      const { automation, name } = environment;
      const triggers = (await automation.resources('triggers')).map(({ address }) => address);
      return explanationOf({
        environment: name,
        subject: args.subject,
        journal: await automation.journal(about),
        outbox: await automation.outbox(about),
        pending: await automation.pending(about),
        triggers: about.trigger === undefined ? triggers : [`trigger/${about.trigger}`],
      });
    });
    this.finish({ human: (colour) => explainHuman(explanation, colour), json: () => explanation });
  }
}
