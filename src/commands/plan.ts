import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { fromHere } from '../cli/fromHere.js';
import { exitCodes, type ExitCode } from '../cli/exitCodes.js';
import { applyCommand, planFor } from '../cli/planning.js';
import { wallClock } from '../model/wallClock.js';
import type { Plan as PlanDocument } from '../plan/plan.js';
import { planHuman } from '../render/plan/human.js';
import { planMarkdown } from '../render/plan/markdown.js';
import { planSarif } from '../render/plan/sarif.js';
import { planShort } from '../render/plan/short.js';

export default class Plan extends EnvironmentCommand {
  static override summary = 'What would change in the running CRM.';
  static override description = `Compares the repository, the running CRM and what was applied last, and says for each field who moved.
Nothing is written to the CRM. Save the plan with -o to apply exactly it later.
--replay runs a recorded log through what runs now and through what would run after the plan, and says per trigger what differs; a volume
of messages that changes by more than 50 % has to be accepted by name.`;
  static override examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan -o plan.json',
    '<%= config.bin %> plan -e production --detailed-exitcode',
    '<%= config.bin %> plan --replay march.ndjson.gz -o plan.json',
  ];
  static override flags = {
    out: Flags.string({ char: 'o', summary: 'Save the plan for apply.', helpValue: 'FILE' }),
    short: Flags.boolean({
      summary: 'One line a resource, for chats and logs.',
      relationships: [{ type: 'none', flags: ['json', 'markdown'] }],
    }),
    format: Flags.option({
      options: ['human', 'sarif'] as const,
      summary: 'Form of the plan; sarif shows it at the lines of the repository.',
      relationships: [{ type: 'none', flags: ['json', 'markdown', 'short'] }],
    })(),
    replay: Flags.string({
      multiple: true,
      summary: 'Back-test before and after on recorded logs: what would change in what is done.',
      helpValue: 'LOG',
    }),
    against: Flags.string({
      summary: 'Compare the replay with this git revision instead of what runs.',
      helpValue: 'REV',
    }),
    'detailed-exitcode': Flags.boolean({ summary: 'Exit code 2 when there is something to change.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Plan);
    this.begin(flags);
    this.willWrite(flags.out);
    const { root, project } = this.openProject();
    if (flags.against !== undefined && flags.replay === undefined)
      this.stop(exitCodes.usage, '--against needs a recorded log: --replay LOG', 'crmctl demo makes one');
    const { replay } = flags;
    const planned = await this.inEnvironment({ root, project }, (environment) =>
      planFor({ root, project }, environment, flags),
    );
    const plan =
      replay === undefined
        ? planned.plan
        : await (
            await import('../cli/replay.js')
          ).replayed({ root, project }, planned, { ...flags, replay }, this.progress);
    if (flags.out !== undefined) this.write(flags.out, `${JSON.stringify(plan, undefined, 2)}\n`);
    const next = applyCommand(flags, flags.out);
    const clock = wallClock(project.config.timezone);
    this.finish(
      {
        human: (page) => {
          if (flags.format === 'sarif')
            return JSON.stringify(planSarif(placed(plan, root), this.config.version), undefined, 2);
          return flags.short ? planShort(plan, clock) : planHuman(plan, { ...page, clock, next });
        },
        verbatim: flags.format === 'sarif',
        json: () => plan,
        markdown: () => planMarkdown(plan, { clock, next }),
      },
      exitCodeOf(plan, flags['detailed-exitcode']),
    );
  }
}

/** For code scanning: paths from where the command runs. */
function placed(plan: PlanDocument, root: string): PlanDocument {
  const here = fromHere(root);
  const resources = plan.resources.map((resource) =>
    resource.source === null
      ? resource
      : { ...resource, source: { ...resource.source, file: here.path(resource.source.file) } },
  );
  return { ...plan, resources, diagnostics: here.diagnostics(plan.diagnostics) };
}

function exitCodeOf({ complete, resources, diagnostics }: PlanDocument, detailed: boolean): ExitCode {
  if (!complete) return exitCodes.error;
  if (diagnostics.some(({ severity }) => severity === 'error')) return exitCodes.findings;
  return detailed && resources.length > 0 ? exitCodes.changes : exitCodes.success;
}
