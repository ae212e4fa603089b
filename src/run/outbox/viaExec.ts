import { execa } from 'execa';
import type { Effect } from '../../model/effect.js';
import { done, failed, unknown, type Attempt } from './attempt.js';

/** What every program gets of the runner's own environment: secrets are not for it. */
const given = ['PATH', 'HOME', 'LANG', 'TZ'];
const timeout = 60_000;
const answerLimit = 1_000_000;

/**
 * Starts a program of the project, without a shell. The effect's id is in `CRMCTL_EFFECT_ID`, and of the runner's
 * environment it sees what it needs to run and what its step names; what it prints is the result, as JSON when it
 * is. Exit code 0 is success, 75 (`EX_TEMPFAIL`) asks for another attempt, others are a failure.
 */
export async function carryOutByExec(effect: Effect): Promise<Attempt> {
  const {
    command,
    args = [],
    stdin,
    env = [],
  } = effect.data as {
    command: string;
    args?: readonly string[];
    stdin?: unknown;
    env?: readonly string[];
  };
  const outcome = await execa(command, [...args], {
    reject: false,
    timeout,
    maxBuffer: answerLimit,
    extendEnv: false,
    env: {
      ...Object.fromEntries([...given, ...env].map((name) => [name, process.env[name]])),
      CRMCTL_EFFECT_ID: effect.id,
    },
    ...(stdin !== undefined && { input: typeof stdin === 'string' ? stdin : JSON.stringify(stdin) }),
  });
  const { exitCode, stdout, stderr } = outcome;
  if (exitCode === 0) return done({ ok: true, code: 0, ...outputOf(stdout) });
  if (exitCode === 75)
    return { ended: 'retry', error: `${command}: ${lastLine(stderr) ?? 'try again later'}`, uncertain: false };
  if (exitCode !== undefined)
    return failed(`${command} ended with ${exitCode}: ${lastLine(stderr) ?? ''}`.trimEnd(), {
      code: exitCode,
      ...outputOf(stdout),
    });
  if (outcome.code === 'ENOENT' || outcome.code === 'EACCES')
    return failed(`${command} cannot be started: ${outcome.code}`);
  return unknown(
    `${command}: ${outcome.timedOut ? `no end after ${timeout / 1000} s` : (outcome.shortMessage ?? 'cut off')}`,
  );
}

function outputOf(stdout: string): { output: string; body?: unknown } {
  try {
    return { output: stdout, body: JSON.parse(stdout) as unknown };
  } catch {
    return { output: stdout };
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1) || undefined;
}
