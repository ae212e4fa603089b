import { Flags } from '@oclif/core';
import { dryRun } from '../cli/dryRun.js';
import { exitCodes } from '../cli/exitCodes.js';
import { ProjectCommand } from '../cli/projectCommand.js';
import { backtestHuman } from '../render/backtest/human.js';
import { backtestMarkdown } from '../render/backtest/markdown.js';

export default class Run extends ProjectCommand {
  static override summary = 'Run the automations: on a recorded log with --dry-run, on the CRM with --once or --watch.';
  static override description = `--dry-run runs the working tree over recorded events with a virtual clock and
touches nothing. --once and --watch run what was applied last.`;
  static override examples = [
    '<%= config.bin %> run --dry-run --events march.ndjson.gz',
    '<%= config.bin %> run --dry-run --events march.ndjson.gz --from 2026-03-10 --effects effects.ndjson --json',
    '<%= config.bin %> run --once -e production',
  ];
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Back-test: nothing is sent, nothing changes.', exclusive: ['once', 'watch'] }),
    once: Flags.boolean({ summary: 'Do what is due now, then end: for cron.', exclusive: ['watch'] }),
    watch: Flags.boolean({ summary: 'Stay and do what is due when it is due.' }),
    events: Flags.string({
      multiple: true,
      summary: 'Recorded logs (NDJSON, .gz, pages of the CRM’s history); several are merged by time.',
      helpValue: 'LOG',
      dependsOn: ['dry-run'],
    }),
    from: Flags.string({
      summary: 'Begin of the report; what comes before is warm-up.',
      helpValue: 'DATE',
      dependsOn: ['dry-run'],
    }),
    to: Flags.string({
      summary: 'End; a day belongs to it whole. Default: the last event.',
      helpValue: 'DATE',
      dependsOn: ['dry-run'],
    }),
    effects: Flags.string({
      summary: 'Write every effect into a file, one JSON object a line.',
      helpValue: 'FILE',
      dependsOn: ['dry-run'],
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Run);
    this.begin(flags);
    if (flags['dry-run']) return this.dryRun(flags);
    if (flags.once || flags.watch)
      return this.stop(exitCodes.error, 'this build runs recorded logs only', 'run --dry-run --events LOG');
    return this.stop(
      exitCodes.usage,
      'run needs --dry-run, --once or --watch',
      'crmctl run --dry-run --events LOG touches nothing',
    );
  }

  private async dryRun(flags: {
    events?: string[] | undefined;
    from?: string | undefined;
    to?: string | undefined;
    effects?: string | undefined;
  }): Promise<void> {
    const { events, from, to, effects } = flags;
    if (events === undefined)
      return this.stop(exitCodes.usage, 'a back-test needs a recorded log: --events LOG', 'crmctl demo makes one');
    const result = await dryRun(this.openProject(), { events, from, to, effects }, this.progress);
    this.finish({
      human: (colour) => backtestHuman(result, colour),
      json: () => result,
      markdown: () => backtestMarkdown(result),
    });
  }
}
