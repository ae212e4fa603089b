import { randomBytes } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { exitCodes } from '../cli/exitCodes.js';
import { clockText, mondayBefore, playLiveDays } from '../cli/demo/liveDays.js';
import { openMailbox } from '../cli/demo/mailbox.js';
import { logFile, makeShopFolder, writeMonth, writeYear } from '../cli/demo/shopFolder.js';
import { announceServer, withdrawServer } from '../environment/serverFile.js';
import { keyOf, makeStateDir, stateDirOf } from '../environment/stateDir.js';
import { fromLocal, hour, localTime } from '../model/zone.js';
import { instant } from '../model/instant.js';
import { seedCrm } from '../server/crm/seed.js';
import { startServer } from '../server/start.js';
import { vocabulary } from '../vocabulary/index.js';
import { checkWorkspace } from '../workspace/checkWorkspace.js';

const managers = [
  { email: 'anna@shop.example', firstName: 'Анна', lastName: 'Орлова', isManager: true, groups: ['manager'] },
  { email: 'oleg@shop.example', firstName: 'Олег', lastName: 'Титов', isManager: true, groups: ['manager'] },
];

export default class Demo extends BaseCommand {
  static override summary = 'A shop, a CRM and a month of events on this machine, ending with what to try next.';
  static override description = `Makes one folder with a dozen automations, applies them to the embedded CRM, back-tests them on a
generated month, then lets two days pass and shows the letters and tasks that really arrived. Nothing leaves this machine.`;
  static override examples = [
    '<%= config.bin %> demo',
    '<%= config.bin %> demo my-demo',
    '<%= config.bin %> demo --log year.ndjson.gz',
  ];
  static override flags = {
    log: Flags.string({
      summary: 'Only write a generated log: everything that a shop can see, for back-tests of your own project.',
      helpValue: 'FILE.ndjson.gz',
    }),
    days: Flags.integer({ summary: 'Days of that log.', default: 365, min: 1, max: 3650 }),
    'orders-per-day': Flags.integer({
      summary: 'Orders a day of that log.',
      default: 30,
      min: 1,
      max: 10_000,
    }),
  };
  static override args = { dir: Args.string({ description: 'Folder of the shop.', default: 'demo-shop' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Demo);
    this.begin(flags);
    if (flags.log !== undefined) return this.writeLog(flags.log, flags.days, flags['orders-per-day']);
    const dir = resolve(flags.dir, args.dir);
    const folder = relative(process.cwd(), dir) || '.';
    const colour = this.colourOf(process.stdout);
    const say = (text: string): void => void process.stdout.write(`${text}\n`);
    const heading = (text: string): void => say(`\n${colour.bold(text)}`);

    const made = makeShopFolder(dir, this.config.root);
    heading(
      made === 'made'
        ? `1  A shop with a dozen automations: ${folder}/`
        : `1  ${folder}/ was there: its YAML is kept, the CRM starts anew`,
    );
    await this.crmctl(say, 'validate', '-C', folder);

    const checked = checkWorkspace(dir, vocabulary);
    if (!checked.found) return this.stop(exitCodes.error, `${folder} holds no project`);
    const { project } = checked;
    const zone = project.config.timezone;
    const monday = mondayBefore(instant(Date.now()), zone);
    const clock = { now: fromLocal(zone, localTime(monday + 8 * hour)) };
    const state = stateDirOf(dir, 'local');
    makeStateDir(state);
    const key = keyOf(state);
    const shopKey = randomBytes(16).toString('hex');
    const { timezone, currency, locale } = project.config;
    const server = await startServer({
      ...state,
      key,
      keys: [{ key: shopKey, name: 'shop' }],
      unlimited: true,
      now: () => clock.now,
      timezone,
      currency,
      language: locale,
    });
    const mailbox = await openMailbox();
    try {
      seedCrm(server.crm.store, { users: managers });
      announceServer(state, { url: server.url, pid: process.pid });
      heading('2  Applied to the embedded CRM, over its HTTP API');
      await this.crmctl(say, 'apply', '-C', folder, '--auto-approve', '--quiet');

      heading('3  What would it have done? A month of events, replayed with a virtual clock');
      const events = writeMonth(dir);
      say(colour.dim(`generated ${events} events into ${folder}/${logFile}`));
      await this.crmctl(
        say,
        'run',
        '-C',
        folder,
        '--dry-run',
        '--events',
        `${folder}/${logFile}`,
        '--from',
        '2026-03-01',
      );

      heading('4  Live: two days of the shop, what really arrived');
      const { letters, tasks } = await playLiveDays({
        project,
        dir,
        shopKey,
        mailbox,
        clock,
        monday,
        zone,
        tell: (at, who, text) =>
          say(`${colour.dim(clockText(at, zone))}  ${who === 'world' ? text : colour.green(`            ${text}`)}`),
      });
      say(`\n${letters} letters were received over SMTP, ${tasks} tasks stand in the CRM.`);
    } finally {
      withdrawServer(state, process.pid);
      await mailbox.close();
      await server.close();
    }
    heading('Try next');
    const bin = this.config.bin;
    say(`  edit ${folder}/triggers/no-answer.yaml (2h → 3h), then   ${bin} plan -C ${folder}`);
    say(`  ${bin} test -C ${folder} --coverage`);
    say(`  ${bin} serve -C ${folder}`);
    if (process.env['npm_lifecycle_event'] === 'demo') say(colour.dim(`  (in this clone ${bin} is: npx ${bin})`));
    process.exitCode = exitCodes.success;
  }

  private writeLog(file: string, days: number, ordersPerDay: number): void {
    const events = writeYear(file, days, ordersPerDay);
    this.finish({
      human: () =>
        `${file}: ${events} events of ${days} days. Back-test them: ${this.config.bin} run --dry-run --events ${file}`,
      json: () => ({ format: 'crmctl.demo-log/1', file, events, days }),
    });
  }

  /** Shows the command as somebody would type it, and runs it. */
  private async crmctl(say: (text: string) => void, ...args: string[]): Promise<void> {
    const colour = this.colourOf(process.stdout);
    const [id, ...rest] = args as [string, ...string[]];
    say(`${colour.dim('$')} ${this.config.bin} ${args.join(' ')}`);
    await this.config.runCommand(
      id,
      this.global.color === undefined ? rest : [...rest, this.global.color ? '--color' : '--no-color'],
    );
    if (process.exitCode !== undefined && process.exitCode !== 0) this.exit(Number(process.exitCode));
  }
}
