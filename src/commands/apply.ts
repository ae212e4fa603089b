import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { applyPlan } from '../apply/apply.js';
import { gateOf } from '../apply/gates.js';
import { beginJournal, continueJournal, readJournal, type Interrupted, type Journal } from '../apply/journal.js';
import type { ApplyOutcome, ApplyReport } from '../apply/report.js';
import { canAsk, typed } from '../cli/confirm.js';
import type { GlobalFlags } from '../cli/command.js';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes, type ExitCode } from '../cli/exitCodes.js';
import { applyCommand, placeOf, planFor, type Opened } from '../cli/planning.js';
import { lockedFailure } from '../cli/locked.js';
import { resumable } from '../cli/resumable.js';
import { fileProblem } from '../cli/fileProblem.js';
import type { Environment } from '../environment/open.js';
import { ownerHere } from '../machine/owner.js';
import { wallClock, type WallClock } from '../model/wallClock.js';
import { guardIds, type Plan } from '../plan/plan.js';
import { readPlan } from '../plan/read.js';
import { appliedHuman } from '../render/plan/applied.js';
import { planHuman } from '../render/plan/human.js';
import { planShort } from '../render/plan/short.js';
import { acceptFlags, refusalText } from '../render/plan/words.js';
import { wrapLines } from '../render/wrap.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';

export default class Apply extends EnvironmentCommand {
  static override summary = 'Carry out a plan: exactly that one, or the one of this moment.';
  static override description = `A saved plan is refused when the repository or the CRM has moved since (exit code 5).
What would be removed has to be confirmed by a person, or by --auto-approve. On a terminal a plan of this moment is shown, and asks before anything. An apply that was interrupted continues with --resume.`;
  static override examples = [
    '<%= config.bin %> apply plan.json',
    '<%= config.bin %> apply --auto-approve',
    '<%= config.bin %> apply plan.json --accept removals',
    '<%= config.bin %> apply --resume',
  ];
  static override args = { plan: Args.string({ description: 'A plan saved by `plan -o`.' }) };
  static override flags = {
    'auto-approve': Flags.boolean({ summary: 'Do not ask, not even before something is removed.' }),
    accept: Flags.option({
      options: guardIds,
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Accept what this guard refuses.',
    })(),
    resume: Flags.boolean({ summary: 'Continue the apply that was interrupted.' }),
  };

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Apply);
    this.begin(flags);
    const choice = anotherChoice(flags, args.plan);
    if (choice) this.stop(exitCodes.usage, choice.problem, choice.cure);
    const saved = args.plan === undefined ? undefined : this.readSaved(args.plan);
    const env = flags.env ?? saved?.environment;
    const { root, project } = this.openProject(env);
    const resume = ['crmctl apply --resume', ...placeOf({ ...flags, env })].join(' ');
    const { outcome, ours } = await this.inEnvironment(
      { root, project },
      async (environment) => {
        const ours = this.journalOf(environment)?.owner;
        const start = flags.resume
          ? this.interrupted(environment)
          : await this.approved({ root, project }, environment, saved);
        const outcome = await resumable(resume, this.progress, (begun) =>
          applyPlan({
            ...environment,
            project,
            words: vocabulary,
            remotes,
            ...start,
            openJournal() {
              begun();
              return start.openJournal();
            },
            ...(flags.parallelism !== undefined && { parallelism: flags.parallelism }),
            onProgress: (text) => this.progress.show(environment.redact(text)),
          }),
        );
        return { outcome, ours };
      },
      { env },
    );
    if (outcome.is === 'locked') throw lockedFailure(outcome.holder, ours, resume, wallClock(project.config.timezone));
    this.tell(outcome, resume);
  }

  private readSaved(file: string): Plan {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      return this.stop(exitCodes.error, `${file}: ${fileProblem(error)}`, 'crmctl plan -o plan.json makes one');
    }
    const read = readPlan(text);
    return 'plan' in read
      ? read.plan
      : this.stop(exitCodes.error, `${file} is not a plan: ${read.problem}`, 'crmctl plan -o plan.json makes one');
  }

  /** The apply that was interrupted here, if there is one. One that only another crmctl understands is neither continued nor written over. */
  private journalOf({ stateDir }: Environment): Interrupted | undefined {
    const file = journalFile(stateDir);
    const found = readJournal(file);
    if (found === undefined || !('problem' in found)) return found;
    return this.stop(
      exitCodes.error,
      `an apply of another crmctl was interrupted, and its journal ${file} cannot be read: ${found.problem}`,
      'continue it with that crmctl (apply --resume), or delete the journal and plan again',
    );
  }

  private interrupted(environment: Environment): Start {
    const { name, stateDir } = environment;
    const file = journalFile(stateDir);
    const interrupted = this.journalOf(environment);
    if (interrupted === undefined)
      return this.stop(exitCodes.error, `no apply to ${name} was interrupted`, 'crmctl plan says what there is to do');
    const { plan, owner: predecessor } = interrupted;
    const owner = ownerHere();
    return { plan, owner, predecessor, openJournal: () => continueJournal(file, plan, owner) };
  }

  private async approved(opened: Opened, environment: Environment, saved: Plan | undefined): Promise<Start> {
    const { flags, args } = await this.parse(Apply);
    if (saved !== undefined && saved.environment !== environment.name) {
      this.stop(
        exitCodes.error,
        `${args.plan} is a plan for the environment ${saved.environment}, not for ${environment.name}`,
        'it says itself where it belongs: leave -e out, or make one for the other',
      );
    }
    const plan = saved ?? (await planFor(opened, environment, flags)).plan;
    const command = applyCommand(flags, args.plan);
    if (saved === undefined) this.show(plan, wallClock(opened.project.config.timezone));
    await this.passGates(plan, environment, command, saved !== undefined);
    const owner = ownerHere();
    return { plan, owner, openJournal: () => beginJournal(journalFile(environment.stateDir), plan, owner) };
  }

  /** What is about to happen: whole for a person, a line a resource for a log. */
  private show(plan: Plan, clock: WallClock): void {
    if (this.global.quiet) return;
    const stream = process.stderr;
    const page = this.pageOf(stream);
    stream.write(stream.isTTY ? wrapLines(planHuman(plan, { ...page, clock }), page.width) : planShort(plan, clock));
  }

  /** Comes back when the plan may be carried out. */
  private async passGates(plan: Plan, environment: Environment, command: string, isSaved: boolean): Promise<void> {
    const { flags } = await this.parse(Apply);
    const options = { accepted: flags.accept ?? [], autoApprove: flags['auto-approve'], saved: isSaved };
    const gate = gateOf(plan, options);
    const accepts = acceptFlags(plan);
    if (gate.is === 'impossible')
      this.stop(
        exitCodes.refused,
        gate.findings.map(({ message }) => message).join('\n'),
        gate.findings[0]?.suggestion,
      );
    if (gate.is === 'refused') {
      const anew =
        environment.embedded && gate.guards.some(({ id }) => id === 'timezone')
          ? `the embedded CRM keeps the zone with which it was made; remove ${environment.stateDir} to begin anew\n`
          : '';
      this.stop(exitCodes.refused, refusalText(gate.guards), `${anew}if that is meant: ${command}${accepts}`);
    }
    if (gate.is === 'open' || (gate.is === 'look' && !canAsk())) return;
    if (gate.is === 'look') {
      if (await typed(`Apply this to ${plan.environment}? Type yes: `, 'yes')) return;
      this.stop(exitCodes.refused, 'not confirmed, nothing was changed');
    }
    const what = `${gate.removals.length} to remove: ${gate.removals.join(', ')}`;
    if (!canAsk()) this.stop(exitCodes.refused, what, `confirm it: ${command}${accepts} --auto-approve`);
    const question = `${what}\nType the name of the environment (${plan.environment}) to remove them: `;
    if (!(await typed(question, plan.environment))) this.stop(exitCodes.refused, 'not confirmed, nothing was changed');
  }

  /** `resume`: the command that continues it. */
  private tell(outcome: Exclude<ApplyOutcome, { readonly is: 'locked' }>, resume: string): void {
    if (outcome.is === 'stale') {
      const about = outcome.addresses.length === 0 ? '' : `: ${outcome.addresses.join(', ')}`;
      this.stop(exitCodes.stale, `the plan is stale: ${outcome.reason}${about}`, 'plan again');
    }
    this.finish(
      { human: ({ colour }) => appliedHuman(outcome.report, colour), json: (): ApplyReport => outcome.report },
      endings[outcome.is],
    );
    const problem = 'problem' in outcome ? outcome.problem : undefined;
    if (problem !== undefined) process.stderr.write(`crmctl: ${problem}\n`);
    if (outcome.is === 'partial') process.stderr.write(`        applied in part; to continue: ${resume}\n`);
  }
}

interface Start {
  readonly plan: Plan;
  readonly owner: string;
  readonly predecessor?: string;
  readonly openJournal: () => Journal;
}

const endings: Readonly<Record<'done' | 'partial' | 'failed', ExitCode>> = {
  done: exitCodes.success,
  partial: exitCodes.partial,
  failed: exitCodes.error,
};

function journalFile(stateDir: string): string {
  return join(stateDir, 'apply.journal');
}

/** What would be applied is settled: a plan that was made is carried out whole, or not at all. */
function anotherChoice(
  { resume, select, exclude, since }: GlobalFlags & { readonly resume: boolean },
  file: string | undefined,
): { readonly problem: string; readonly cure?: string } | undefined {
  if (resume && file !== undefined) return { problem: '--resume continues the plan of its journal: name no other' };
  const narrowing = Object.entries({ select, exclude, since }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
  if (narrowing.length === 0 || (file === undefined && !resume)) return undefined;
  const whole = resume ? 'the plan of its journal' : `${file} as it was saved`;
  return {
    problem: `${resume ? '--resume continues' : 'apply carries out'} ${whole}: ${narrowing.join(', ')} cannot narrow it`,
    cure: resume
      ? 'resume all of it, then plan again'
      : `choose when it is made: crmctl plan ${narrowing.map((flag) => `${flag} …`).join(' ')} -o ${file}`,
  };
}
