import { setTimeout } from 'node:timers/promises';
import { CrmError } from '../crm/errors.js';
import type { Environment } from '../environment/open.js';
import { formatInstant, instant } from '../model/instant.js';
import type { WallClock } from '../model/wallClock.js';
import { diagnosticsAsText } from '../render/diagnostics/human.js';
import { plain } from '../render/colour.js';
import type { Backlog } from '../run/brake.js';
import { runOnce, type RunResult, type RunSummary } from '../run/runOnce.js';
import { isBusy } from '../sqlite/problem.js';
import { vocabulary } from '../vocabulary/index.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import type { Progress } from './progress.js';

/** One pass of the live runner in an environment. */
export function passIn(
  environment: Environment,
  project: string,
  progress: Progress,
  approved: boolean,
): Promise<RunResult> {
  if (environment.automationFile === undefined)
    throw new Failure(
      exitCodes.error,
      `the automation API of ${environment.name} is elsewhere: the runner needs its store`,
      'on the machine where it lies name it (--store FILE), or let crmctl serve run there',
    );
  return runOnce({
    file: environment.automationFile,
    project,
    crm: environment.crm,
    automation: environment.automation,
    words: vocabulary,
    variables: process.env,
    clock: () => instant(Date.now()),
    random: Math.random,
    embedded: environment.embedded,
    approved,
    progress: (text) => progress.show(text),
    sleep: (milliseconds) => setTimeout(milliseconds),
  });
}

/** The summary of a pass that ran, or the failure that the shell is told about; `undefined` when another runner is at work. */
export function summaryOf(result: RunResult, progress: Progress, { show }: WallClock): RunSummary | undefined {
  switch (result.ended) {
    case 'done':
      return result.summary;
    case 'busy':
      progress.line(
        `another runner is at work (until ${show(formatInstant(instant(result.until)))} at the latest): nothing to do`,
      );
      return undefined;
    case 'nothing-applied':
      throw new Failure(exitCodes.error, 'nothing applied yet: crmctl apply');
    case 'other-project':
      throw new Failure(
        exitCodes.refused,
        `what is applied here is of the project ${result.name}, which is not this one: nothing was done`,
        'name the store of this project with --store, or, where it has got another name, apply it: crmctl apply --accept project',
      );
    case 'broken-release':
      throw new Failure(
        exitCodes.findings,
        `the applied release does not compile with this crmctl:\n${diagnosticsAsText({ files: 0, resources: 0, diagnostics: result.diagnostics }, { colour: plain, width: Infinity })}`,
        'crmctl validate, then crmctl apply',
      );
    case 'braked':
      throw new Failure(
        exitCodes.refused,
        [
          `messages waiting: ${result.messages}, more than policy.catchUp.maxMessages (${result.limit}): nothing was sent`,
          ...backlogLines(result),
        ].join('\n'),
        'crmctl run --once --approve lets them go out',
        { limit: result.limit, messages: result.messages, spread: result.spread, triggers: result.triggers },
      );
  }
}

function backlogLines({ triggers, spread }: Backlog): readonly string[] {
  const lines = triggers.map(({ address, messages }) => {
    const counts = Object.entries(messages).map(([channel, count]) => `${channel} ${count}`);
    return `${address}: ${counts.join(', ')}`;
  });
  return spread === 0 ? lines : [...lines, `spread over time: ${spread}`];
}

/** What a pass leaves to be looked at, without what changes by itself: a resident runner tells it when it changes. */
export function openMatters({ attention }: RunSummary): string {
  return attention.map(({ effect, state, error }) => `${effect} ${state} ${error ?? ''}`).join('\n');
}

/** Waiting helps: the CRM is away, or the store is in use. */
export function mayPass(error: unknown): error is Error {
  if (error instanceof CrmError) return !['auth', 'denied', 'invalid'].includes(error.reason);
  return isBusy(error);
}
