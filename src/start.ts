import { fileURLToPath } from 'node:url';
import { flush, run } from '@oclif/core';
import { exitCodes } from './cli/exitCodes.js';
import { Failure } from './cli/failure.js';
import { terminalWidth } from './cli/progress.js';
import { commandFirst } from './cli/commandFirst.js';
import { wrapped } from './render/wrap.js';
import { usageProblem } from './cli/usageProblem.js';
import { fileProblem } from './cli/fileProblem.js';
import { CrmError } from './crm/errors.js';
import { StateProblem } from './environment/stateDir.js';
import { FileProblem } from './sqlite/problem.js';

/** Runs one command line. Every way in which it can end leaves through here. */
export async function start(args: string[], binUrl: string): Promise<void> {
  process.stdout.on('error', endQuietlyOnBrokenPipe);
  process.stderr.on('error', goOnUnheard);
  const line = commandFirst(args);
  try {
    await run(line, { root: fileURLToPath(new URL('..', binUrl)) });
    await flush();
  } catch (error) {
    const ending = endingOf(error, line[0] ?? '');
    if (ending.message !== undefined) report(ending, args.includes('--json'));
    process.exitCode = ending.exitCode;
  }
}

interface Ending {
  readonly exitCode: number;
  readonly message?: string;
  readonly cure?: string;
  readonly details?: Failure['details'];
}

/** oclif's own errors say 2, 1 or 127 in places where docs/cli.md#exit-codes has a code of its own. */
function endingOf(error: unknown, command: string): Ending {
  if (error instanceof Failure) {
    const { exitCode, message, cure, details } = error;
    return { exitCode, message, ...(cure !== undefined && { cure }), ...(details && { details }) };
  }
  if (!(error instanceof Error)) return { exitCode: exitCodes.error, message: String(error) };
  if ('code' in error && error.code === 'EEXIT') return { exitCode: exitOf(error) ?? exitCodes.success };
  if (error instanceof FileProblem || error instanceof StateProblem || error instanceof CrmError)
    return { exitCode: exitCodes.error, message: error.message, ...(error.cure !== undefined && { cure: error.cure }) };
  const usage = usageProblem(error, command);
  if (usage) return { exitCode: exitCodes.usage, ...usage };
  const showStack = process.env['DEBUG'] !== undefined;
  return { exitCode: exitCodes.error, message: showStack ? (error.stack ?? error.message) : inWords(error) };
}

/** What node:fs refused names its file. */
function inWords(error: Error): string {
  return 'path' in error && 'syscall' in error ? `${String(error.path)}: ${fileProblem(error)}` : error.message;
}

function exitOf(error: Error): number | undefined {
  const oclif = 'oclif' in error ? (error.oclif as { exit?: number }) : undefined;
  return oclif?.exit;
}

function report({ exitCode, message = '', cure, details }: Ending, json: boolean): void {
  process.stderr.write(`${said('crmctl: ', message)}${cure === undefined ? '' : said(' '.repeat(8), cure)}`);
  if (json)
    process.stdout.write(
      `${JSON.stringify({ format: 'crmctl.error/1', ok: false, exitCode, error: message, ...(cure !== undefined && { cure }), ...details }, undefined, 2)}\n`,
    );
}

/** What goes on hangs below what was said. */
function said(lead: string, text: string): string {
  const room = (terminalWidth(process.stderr) ?? Infinity) - lead.length;
  const lines = text.split('\n').flatMap((line) => wrapped(line, room));
  return `${lead}${lines.join(`\n${' '.repeat(lead.length)}`)}\n`;
}

function endQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.success);
  throw error;
}

/** Nobody listens to progress any more: no reason to leave the work half done. */
function goOnUnheard(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
