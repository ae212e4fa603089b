import { BaseCommand } from '../cli/command.js';
import { examine } from '../cli/examine.js';
import { exitCodes } from '../cli/exitCodes.js';
import { environmentNamed } from '../cli/projectCommand.js';
import { requestTally } from '../cli/requestTally.js';
import { doctorHuman } from '../render/doctor.js';
import { vocabulary } from '../vocabulary/index.js';
import { checkWorkspace } from '../workspace/checkWorkspace.js';

export default class Doctor extends BaseCommand {
  static override summary = 'Look at everything that crmctl needs here: a line each, with the cure.';
  static override description = `Project, environment, CRM, rights of the key, shop, time zone, currency, clock, automation API, store, and whether channels and
connections can be reached. Nothing is written and nothing is sent. Exit code 1 when something is wrong; what should be looked at is 0.`;
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor -e production --json'];

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    this.begin(flags);
    this.refuseNarrowing();
    const checked = checkWorkspace(flags.dir, vocabulary, environmentNamed(flags.env));
    const tally = flags.verbose ? requestTally() : undefined;
    const examined = await examine(checked, flags, tally?.observe);
    if (tally) this.progress.line(tally.text());
    const ok = !examined.some(({ state }) => state === 'error');
    this.finish(
      {
        human: (page) => doctorHuman(examined, page),
        json: () => ({ format: 'crmctl.doctor/1', ok, checks: examined }),
      },
      ok ? exitCodes.success : exitCodes.error,
    );
  }
}
