import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { requireTrigger, selectionOf } from '../cli/operating.js';
import { wallClock } from '../model/wallClock.js';
import { ruleAsText, ruleOf } from '../render/diagnostics/rules.js';
import { explainHuman } from '../render/operations/explain.js';
import { explanationOf } from '../render/operations/explanation.js';
import { vocabulary } from '../vocabulary/index.js';

export default class Explain extends EnvironmentCommand {
  static override summary =
    'Why and why not: what the automations did for an order or a customer; or what a code of validate means.';
  static override description = `Read from the runner's journal: what was done, what waits and, for what did not happen, the first condition that was not
true, with the values that it read at that moment. Of a code such as CRM203 it tells what the finding means, and connects to nothing.`;
  static override examples = [
    '<%= config.bin %> explain order/17',
    '<%= config.bin %> explain customer/7 --trigger no-answer',
    '<%= config.bin %> explain CRM203',
  ];
  static override args = {
    subject: Args.string({ description: '`order/17`, `customer/7`, or `CRM203`.', required: true }),
  };
  static override flags = { trigger: Flags.string({ summary: 'Only this trigger.', helpValue: 'CODE' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    this.begin(flags);
    if (/^CRM\d+$/i.test(args.subject)) return this.explainCode(args.subject);
    const about = selectionOf(args.subject, flags.trigger);
    const opened = this.openSettings();
    const explanation = await this.inEnvironment(opened, async (environment) => {
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
    this.finish({
      human: (page) => explainHuman(explanation, page, wallClock(opened.project.config.timezone)),
      json: () => explanation,
    });
  }

  private explainCode(code: string): void {
    const rule = ruleOf(code, vocabulary.checks);
    if (rule === undefined)
      return this.stop(
        exitCodes.usage,
        `there is no finding ${code}`,
        'codes stand beside the findings of crmctl validate',
      );
    this.finish({
      human: ({ colour }) => ruleAsText(rule, colour),
      json: () => ({ format: 'crmctl.rule/1', ...rule }),
    });
  }
}
