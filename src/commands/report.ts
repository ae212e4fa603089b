import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { formatInstant } from '../model/instant.js';
import { reportHuman, reportOf } from '../render/operations/report.js';
import { parseLimit } from '../simulate/period.js';

export default class Report extends EnvironmentCommand {
  static override summary =
    'What each trigger came to: entered, sent, stopped, goals, value, cost, lift over the holdout.';
  static override description = `Counts the runs that entered in the period, with what came of them until now. Value is what was observed after;
only the comparison with holdout and control group speaks of gain.`;
  static override examples = [
    '<%= config.bin %> report',
    '<%= config.bin %> report --from 2026-03-01 --to 2026-03-31 --json -e production',
  ];
  static override flags = {
    from: Flags.string({ summary: 'First day, or a moment.', helpValue: 'DATE' }),
    to: Flags.string({ summary: 'Last day, which belongs to it whole, or a moment.', helpValue: 'DATE' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Report);
    this.begin(flags);
    const opened = this.openSettings();
    const { timezone, currency } = opened.project.config;
    const [from, to] = (['from', 'to'] as const).map((side) => this.limit(side, flags[side], timezone));
    const report = await this.inEnvironment(opened, async ({ automation, name }) => {
      const statistics = await automation.statistics({ ...(from && { from }), ...(to && { to }) });
      const channels = await automation.resources('channels');
      const prices = new Map(
        channels.map(({ address, spec }) => [address.slice('channel/'.length), Number(spec['price'] ?? 0)]),
      );
      return reportOf(
        { environment: name, period: { from: from ?? null, to: to ?? null }, currency },
        statistics,
        prices,
      );
    });
    this.finish({ human: (page) => reportHuman(report, page), json: () => report });
  }

  private limit(side: 'from' | 'to', text: string | undefined, zone: string): string | undefined {
    if (text === undefined) return undefined;
    const at = parseLimit(text, zone, side);
    return at === undefined
      ? this.stop(
          exitCodes.usage,
          `--${side} ${JSON.stringify(text)} is no date`,
          'write 2026-03-02, or "2026-03-02 17:30"',
        )
      : formatInstant(at);
  }
}
