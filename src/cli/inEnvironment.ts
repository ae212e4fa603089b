import { CrmError } from '../crm/errors.js';
import { openEnvironment, type Environment } from '../environment/open.js';
import type { Project } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import type { Progress } from './progress.js';
import { requestTally } from './requestTally.js';

export interface EnvironmentFlags {
  readonly env?: string | undefined;
  readonly store?: string | undefined;
  /** A `crmctl serve` of the environment that runs here is taken, whatever the environment says of automation. */
  readonly besideServe?: boolean;
  /** Ends with the requests, counted. */
  readonly verbose: boolean;
}

/**
 * Connects to the environment (`env`, else the usual choice), names it on standard error and lets go of it afterwards. What keeps the
 * CRM from answering is a `Failure` with exit code 1; no secret of the environment is in the message.
 */
export async function inEnvironment<T>(
  { root, project }: { readonly root: string; readonly project: Project },
  { env, store, besideServe = false, verbose }: EnvironmentFlags,
  progress: Progress,
  work: (environment: Environment) => Promise<T>,
): Promise<T> {
  const tally = verbose ? requestTally() : undefined;
  const opened = await openEnvironment({
    project,
    dir: root,
    env: process.env,
    ...(env !== undefined && { name: env }),
    ...(store !== undefined && { store }),
    besideServe,
    ...(tally && { observe: tally.observe }),
  });
  if (!opened.ok)
    throw new Failure(exitCodes.error, opened.diagnostics.map(sentence).join('\n'), opened.diagnostics[0]?.suggestion);
  const { environment } = opened;
  progress.line(environment.banner);
  try {
    return await work(environment);
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    throw new Failure(exitCodes.error, environment.redact(error.message), error.cure);
  } finally {
    await environment.close();
    if (tally) progress.line(environment.redact(tally.text()));
  }
}

/** A finding in one line, its place first. */
export function sentence({ file, line, column, message }: Diagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place === '' ? message : `${place}  ${message}`;
}
