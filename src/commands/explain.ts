import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { requireTrigger, selectionOf, subjectWords } from '../cli/operating.js';
import { orderOfNumber, withIds } from '../cli/subjects.js';
import type { Environment } from '../environment/open.js';
import type { Selection } from '../model/operations.js';
import { wallClock } from '../model/wallClock.js';
import { ruleAsText, ruleOf } from '../render/diagnostics/rules.js';
import { explainHuman } from '../render/operations/explain.js';
import { explanationOf, isKnown, type Explanation } from '../render/operations/explanation.js';
import { vocabulary } from '../vocabulary/index.js';

export default class Explain extends EnvironmentCommand {
  static override summary =
    'Why and why not: what the automations did for an order or a customer; or what a code of validate means.';
  static override description = `Read from the runner's journal: what was done, what waits and, for what did not happen, the first condition that was not
true, with the values that it read at that moment. Of a code such as CRM203 it tells what the finding means, and connects to nothing.`;
  static override examples = [
    '<%= config.bin %> explain order/17',
    '<%= config.bin %> explain order/1042A',
    '<%= config.bin %> explain customer/anna@example.com',
    '<%= config.bin %> explain customer/7 --trigger no-answer',
    '<%= config.bin %> explain CRM203',
  ];
  static override args = {
    subject: Args.string({ description: `${subjectWords} Or a code: \`CRM203\`.`, required: true }),
  };
  static override flags = { trigger: Flags.string({ summary: 'Only this trigger.', helpValue: 'CODE' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    this.begin(flags);
    if (/^CRM\d+$/i.test(args.subject)) return this.explainCode(args.subject);
    const named = selectionOf(args.subject, flags.trigger);
    const opened = this.openSettings();
    const explanation = await this.inEnvironment(opened, async (environment) => {
      await requireTrigger(environment, named);
      const found = await explained(environment, await withIds(environment, named));
      if (isKnown(found) || named.order === undefined) return found;
      // Numbers of orders may look like ids.
      const order = await orderOfNumber(environment, named.order);
      return order === undefined ? found : explained(environment, { ...named, order });
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

async function explained({ automation, name }: Environment, about: Selection): Promise<Explanation> {
  const triggers = (await automation.resources('triggers')).map(({ address }) => address);
  return explanationOf({
    environment: name,
    subject: about.order === undefined ? `customer/${about.customer}` : `order/${about.order}`,
    journal: await automation.journal(about),
    outbox: await automation.outbox(about),
    pending: await automation.pending(about),
    triggers: about.trigger === undefined ? triggers : [`trigger/${about.trigger}`],
  });
}
