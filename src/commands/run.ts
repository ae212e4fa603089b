import { Flags } from '@oclif/core';
import { dryRun, type DryRunFlags } from '../cli/dryRun.js';
import { exitCodes } from '../cli/exitCodes.js';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { compiledOrEnd, projectAt } from '../cli/replay.js';
import { narrowed } from '../cli/narrowed.js';
import { mayPass, openMatters, passIn, summaryOf } from '../cli/runLive.js';
import { compareReplays, type Comparison } from '../plan/impact.js';
import { backtestHtml } from '../render/backtest/html.js';
import { backtestHuman } from '../render/backtest/human.js';
import { backtestMarkdown } from '../render/backtest/markdown.js';
import { wallClock, type WallClock } from '../model/wallClock.js';
import { runHuman } from '../render/run.js';
import { wrapLines } from '../render/wrap.js';
import type { BacktestResult } from '../simulate/backtest.js';
import type { RunSummary } from '../run/runOnce.js';
import { watch } from '../run/watch.js';

export default class Run extends EnvironmentCommand {
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
    poll: Flags.string({
      summary: 'See events only that far apart, as a runner that polls the CRM. Default: at once.',
      helpValue: '5m',
      dependsOn: ['dry-run'],
    }),
    approve: Flags.boolean({ summary: 'Let a backlog over policy.catchUp.maxMessages go out.' }),
    every: Flags.integer({
      summary: 'Seconds between two looks of --watch.',
      default: 15,
      min: 1,
      max: 3600,
      helpValue: 'SECONDS',
    }),
    report: Flags.string({
      summary: 'Write the report as a page.',
      helpValue: 'FILE.html',
      dependsOn: ['dry-run'],
    }),
    compare: Flags.string({
      summary: 'Back-test a revision of the repository too, and show what differs.',
      helpValue: 'REV',
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
    this.willWrite(flags.report);
    if (flags['dry-run']) return this.dryRun(flags);
    if (flags.once) return this.once(flags.approve);
    if (flags.watch) return this.watch(flags.approve, flags.every);
    return this.stop(
      exitCodes.usage,
      'run needs --dry-run, --once or --watch',
      'crmctl run --dry-run --events LOG touches nothing',
    );
  }

  private async once(approved: boolean): Promise<void> {
    const opened = this.openProject();
    const { name, timezone } = opened.project.config;
    const clock = wallClock(timezone);
    const summary = await this.inEnvironment(
      opened,
      async (environment) => summaryOf(await passIn(environment, name, this.progress, approved), this.progress, clock),
      { besideServe: true },
    );
    this.finish({
      human: ({ colour }) => (summary === undefined ? '' : runHuman(summary, colour, clock)),
      json: () => summary ?? idle,
    });
  }

  private async watch(approved: boolean, everySeconds: number): Promise<void> {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    let failure: unknown;
    let shown = '';
    const opened = this.openProject();
    const { name, timezone } = opened.project.config;
    const clock = wallClock(timezone);
    await this.inEnvironment(
      opened,
      (environment) =>
        watch({
          pass: () => passIn(environment, name, this.progress, approved),
          report: (result) => {
            try {
              const summary = summaryOf(result, this.progress, clock);
              if (summary === undefined) return true;
              const open = openMatters(summary);
              const moved = summary.events > 0 || summary.effects.done > 0 || summary.failed.length > 0;
              if (moved || open !== shown) this.printPass(summary, clock);
              shown = open;
              return true;
            } catch (error) {
              failure = error;
              return false;
            }
          },
          failed: (error) => {
            const passes = mayPass(error);
            if (passes) this.progress.line(environment.redact(`${error.message}; trying again`));
            else failure = error;
            return passes;
          },
          signal: stop.signal,
          everySeconds,
        }),
      { besideServe: true },
    );
    if (failure !== undefined) throw failure;
  }

  private printPass(summary: RunSummary, clock: WallClock): void {
    const { colour, width } = this.pageOf(process.stdout);
    const text = this.global.json ? JSON.stringify(summary) : wrapLines(runHuman(summary, colour, clock), width);
    process.stdout.write(`${text}\n`);
  }

  private async dryRun(flags: {
    events?: string[] | undefined;
    from?: string | undefined;
    to?: string | undefined;
    effects?: string | undefined;
    poll?: string | undefined;
    parallelism?: number | undefined;
    report?: string | undefined;
    compare?: string | undefined;
    env?: string | undefined;
  }): Promise<void> {
    const { events, from, to, effects, poll, parallelism } = flags;
    if (events === undefined)
      return this.stop(exitCodes.usage, 'a back-test needs a recorded log: --events LOG', 'crmctl demo makes one');
    const opened = narrowed(this.openProject(), this.global);
    const result = await dryRun(opened, { events, from, to, effects, poll, parallelism }, this.progress);
    const { compare, env } = flags;
    const comparison =
      compare === undefined
        ? undefined
        : await this.compared(opened, result, compare, { events, from, to, poll, parallelism, env });
    const { name, timezone } = opened.project.config;
    const clock = wallClock(timezone);
    if (flags.report !== undefined)
      this.write(flags.report, backtestHtml(result, { project: name, clock }, comparison));
    this.finish({
      human: (page) => backtestHuman(result, page, clock, comparison),
      json: () => ({ ...result, ...(comparison && { comparison }) }),
      markdown: () => backtestMarkdown(result, clock, comparison),
    });
  }

  /** The same log under the project of another revision. */
  private async compared(
    { root }: { readonly root: string },
    result: BacktestResult,
    revision: string,
    { env, ...flags }: Omit<DryRunFlags, 'effects'> & { readonly env: string | undefined },
  ): Promise<Comparison> {
    const project = projectAt(root, revision, env, '--compare');
    const compiled = compiledOrEnd(project, `revision ${revision}`);
    const before = await dryRun({ project, compiled }, { ...flags, effects: undefined }, this.progress);
    return compareReplays(before, result, revision);
  }
}

/** Another runner is at work: this one had nothing to do. */
const idle: RunSummary = {
  format: 'crmctl.run/1',
  events: 0,
  entered: 0,
  effects: { done: 0, deferred: 0, skipped: 0, retry: 0, dead: 0, unknown: 0 },
  cursor: {},
  tookMs: 0,
  attention: [],
  failed: [],
  missing: [],
};
