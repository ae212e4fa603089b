import { parentPort, workerData } from 'node:worker_threads';
import { compileProgram } from '../../engine/index.js';
import { compileSites } from '../../language/compile.js';
import type { Instant } from '../../model/instant.js';
import { vocabulary } from '../../vocabulary/index.js';
import { LogError } from '../log/logError.js';
import { runPart } from '../part.js';
import { readLog } from '../readLog.js';
import { createCallers } from './callers.js';
import { guardState } from './guardState.js';
import { wholeProject, type Assignment, type FromWorker, type ToWorker } from './messages.js';
import { createRouter } from './router.js';
import { shareOf } from './shareOf.js';
import { SharedState } from './sharedState.js';

/** One thread of a back-test: the whole log is read, the own share of it happens. */
const port = parentPort!; // this file is a worker's
const assignment = workerData as Assignment; // the parent is backtestInThreads.ts
const say = (message: FromWorker): void => port.postMessage(message);
const progressEvery = 200; // milliseconds

try {
  await runShare(assignment);
} catch (error) {
  if (error instanceof SharedState) say({ say: 'shared', because: error.message });
  else if (error instanceof LogError) say({ say: 'unreadable', file: error.file, message: error.message });
  else throw error;
}

async function runShare({ files, from, to, poll, index, shares, ...given }: Assignment): Promise<void> {
  const project = wholeProject(given.project);
  const zone = project.config.timezone;
  const sites = compileSites(project, vocabulary);
  const router = createRouter(shares);
  const callers = createCallers(index, poll ?? 0);
  const log = readLog(files, zone, shareOf(index, router, callers, zone));
  let told = performance.now();
  const part = await runPart({
    project,
    sites,
    words: vocabulary,
    program: compileProgram(project, sites, vocabulary),
    log,
    from,
    to,
    poll,
    guard: (state) => guardState(state, router, callers, index),
    endOfAll,
    onProgress: (events, now) => {
      if (performance.now() - told < progressEvery) return;
      told = performance.now();
      say({ say: 'progress', events, now, position: log.position() });
    },
  });
  say({ say: 'done', part, sha256: log.sha256() });
}

function endOfAll(last: Instant | undefined): Promise<Instant | undefined> {
  return new Promise((resolve) => {
    port.once('message', ({ endOfAll }: ToWorker) => resolve(endOfAll));
    say({ say: 'last', last });
  });
}
