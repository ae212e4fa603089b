import { Worker } from 'node:worker_threads';
import { compileProgram } from '../../engine/index.js';
import type { Instant } from '../../model/instant.js';
import { backtest, resultOf, type BacktestRequest, type BacktestResult } from '../backtest.js';
import { LogError } from '../log/logError.js';
import type { Part } from '../part.js';
import type { Log } from '../readLog.js';
import { plainProject, type Assignment, type FromWorker, type ToWorker } from './messages.js';
import { whyAlone } from './whyAlone.js';

export interface ThreadedRequest extends Omit<BacktestRequest, 'log'> {
  readonly files: readonly string[];
  readonly openLog: () => Log;
  readonly threads: number;
  /** File of the worker (worker.ts), built. */
  readonly worker: URL | string;
  /** Bytes of the files read so far, with every progress. */
  readonly onPosition?: (bytes: number) => void;
}

/**
 * A back-test in several threads, each with its own customers. The result is that of `backtest`, byte for byte: what
 * customers have in common ends the attempt, and everything runs in one thread; `parallelism` says why.
 */
export async function backtestInThreads(request: ThreadedRequest): Promise<BacktestResult> {
  const { project, sites, words, effects, openLog } = request;
  const program = compileProgram(project, sites, words);
  const alone = whyAlone(program, effects !== undefined);
  const shares = alone === undefined ? await runShares(request) : { because: alone };
  if ('because' in shares) {
    const result = await backtest({ ...request, log: openLog() });
    return { ...result, parallelism: { threads: 1, because: shares.because } };
  }
  const { parts, sha256 } = shares;
  return resultOf(
    { ...request, program },
    parts,
    { late: { count: 0, first: undefined }, sha256 },
    { threads: parts.length },
  );
}

type Shares = { readonly parts: readonly Part[]; readonly sha256: string } | { readonly because: string };

async function runShares(request: ThreadedRequest): Promise<Shares> {
  const { project, files, from, to, poll, threads, worker } = request;
  const plain = plainProject(project);
  const workers = Array.from({ length: threads }, (_, index) => {
    const assignment: Assignment = { project: plain, files, from, to, poll, index, shares: threads };
    return new Worker(worker, { workerData: assignment });
  });
  try {
    return await collect(workers, request);
  } finally {
    await Promise.all(workers.map((each) => each.terminate()));
  }
}

function collect(workers: readonly Worker[], { onProgress, onPosition }: ThreadedRequest): Promise<Shares> {
  const ends: { readonly last: Instant | undefined }[] = [];
  const parts: Part[] = [];
  const events = workers.map(() => 0);
  let sha256 = '';
  let done = 0;
  return new Promise((resolve, reject) => {
    const hear = (message: FromWorker, index: number): void => {
      switch (message.say) {
        case 'progress':
          events[index] = message.events;
          onPosition?.(message.position);
          return onProgress?.(
            events.reduce((sum, count) => sum + count, 0),
            message.now,
          );
        case 'last':
          if (ends.push({ last: message.last }) === workers.length) tell(workers, latest(ends));
          return;
        case 'done':
          parts[index] = message.part;
          sha256 = message.sha256;
          if (++done === workers.length) resolve({ parts, sha256 });
          return;
        case 'shared':
          return resolve({ because: message.because });
        case 'unreadable':
          return reject(new LogError(message.file, message.message));
      }
    };
    workers.forEach((each, index) => {
      each.on('message', (message: FromWorker) => hear(message, index));
      each.on('error', reject);
    });
  });
}

function tell(workers: readonly Worker[], endOfAll: Instant | undefined): void {
  const message: ToWorker = { endOfAll };
  for (const each of workers) each.postMessage(message);
}

function latest(ends: readonly { readonly last: Instant | undefined }[]): Instant | undefined {
  return ends.reduce<Instant | undefined>(
    (a, { last: b }) => (a === undefined || (b !== undefined && b > a) ? b : a),
    undefined,
  );
}
