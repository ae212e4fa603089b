import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { requireTrigger, selectionOf, subjectWords } from '../cli/operating.js';
import { withIds } from '../cli/subjects.js';
import { formatInstant, instant } from '../model/instant.js';
import { wallClock } from '../model/wallClock.js';
import { pendingHuman, type PendingReport } from '../render/operations/pending.js';

/** States in which an effect is not settled. */
const open = ['reserved', 'sending', 'retry', 'deferred', 'unknown', 'dead'];

const week = 7 * 86_400_000;

export default class Pending extends EnvironmentCommand {
  static override summary = 'What waits: runs of triggers, and effects that are not through; and which runs failed.';
  static override description =
    'The next to go on comes first; of the runs that failed those of the last seven days are told. Nothing is changed.';
  static override examples = [
    '<%= config.bin %> pending',
    '<%= config.bin %> pending customer/7',
    '<%= config.bin %> pending --trigger no-answer -e production --json',
  ];
  static override args = { subject: Args.string({ description: `${subjectWords} Default: everybody.` }) };
  static override flags = { trigger: Flags.string({ summary: 'Only runs of this trigger.', helpValue: 'CODE' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Pending);
    this.begin(flags);
    const named = selectionOf(args.subject, flags.trigger);
    const opened = this.openSettings();
    const report = await this.inEnvironment(opened, async (environment): Promise<PendingReport> => {
      await requireTrigger(environment, named);
      const about = await withIds(environment, named);
      const { automation, name } = environment;
      const from = formatInstant(instant(Date.now() - week));
      const [runs, effects, failed, pauses] = [
        await automation.pending(about),
        await automation.outbox(about, open),
        await automation.journal(about, { what: 'failed', from }),
        await automation.pauses(),
      ];
      return { format: 'crmctl.pending/1', environment: name, about, runs, effects, failed, pauses };
    });
    this.finish({
      human: (page) => pendingHuman(report, page, wallClock(opened.project.config.timezone)),
      json: () => report,
    });
  }
}
