import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledSites } from '../language/compile.js';
import { nearest } from '../language/nearest.js';
import type { Project } from '../language/project.js';
import { parseDuration } from '../model/duration.js';
import { formatInstant, type Instant } from '../model/instant.js';
import { backtest, type BacktestResult } from '../simulate/backtest.js';
import { createEffectsFile, type EffectsFile } from '../simulate/effectsFile.js';
import { LogError } from '../simulate/log/logError.js';
import { backtestInThreads } from '../simulate/parallel/backtestInThreads.js';
import { parseLimit } from '../simulate/period.js';
import { readLog, type Log } from '../simulate/readLog.js';
import { vocabulary } from '../vocabulary/index.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import { fileProblem } from './fileProblem.js';
import type { Progress } from './progress.js';

export interface DryRunFlags {
  readonly events: readonly string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly effects: string | undefined;
  readonly poll?: string | undefined;
  readonly parallelism?: number | undefined;
}

/** `run --dry-run`: flags checked, the log read, effects written, progress shown. */
export async function dryRun(
  { project, compiled }: { readonly project: Project; readonly compiled: CompiledSites },
  flags: DryRunFlags,
  progress: Progress,
): Promise<BacktestResult> {
  const zone = project.config.timezone;
  const from = limitOf('from', flags.from, zone);
  const to = limitOf('to', flags.to, zone);
  if (from !== undefined && to !== undefined && from > to)
    throw new Failure(exitCodes.usage, `--from ${flags.from!} lies after --to ${flags.to!}`);
  const poll = flags.poll === undefined ? undefined : pollOf(flags.poll);
  const bytes = sizeOf(flags.events);
  const startedAt = performance.now();
  const effects = flags.effects === undefined ? undefined : openEffects(flags.effects);
  let position = (): number => 0;
  const openLog = (): Log => {
    const log = readLog(flags.events, zone);
    position = log.position;
    return log;
  };
  const request = {
    project,
    sites: compiled,
    words: vocabulary,
    from,
    to,
    poll,
    effects,
    onProgress: (events: number, now: Instant): void =>
      progress.show(
        progressText(events, now, bytes < readAhead ? 0 : position() / bytes, performance.now() - startedAt),
      ),
  };
  const threads = flags.parallelism ?? (bytes < worthThreads ? 1 : availableParallelism());
  try {
    if (threads === 1) return withEvents(await backtest({ ...request, log: openLog() }), flags.events);
    const onPosition = (read: number): void => void (position = () => read);
    const result = await backtestInThreads({
      ...request,
      files: flags.events,
      openLog,
      threads,
      worker: workerFile(),
      onPosition,
    });
    return withEvents(result, flags.events);
  } catch (error) {
    effects?.abandon();
    if (error instanceof LogError) throw new Failure(exitCodes.error, error.message, cureOf(error.file));
    throw error;
  }
}

/** Single broken lines are counted; a file of nothing else is no log, and its report would be about nothing. */
function withEvents(result: BacktestResult, files: readonly string[]): BacktestResult {
  const { read, warmUp, invalid } = result.events;
  if (read + warmUp > 0 || invalid === 0) return result;
  const first = result.warnings.find(({ code }) => code === 'invalid-line');
  throw new Failure(
    exitCodes.error,
    `no line of ${files.join(', ')} is an event${first === undefined ? '' : `: ${first.message}`}`,
    recordedWith,
  );
}

const recordedWith = "crmctl record writes a log from a CRM's history, crmctl demo makes one";

/** A log of another name that lies where one is missing. */
function cureOf(file: string): string | undefined {
  if (existsSync(file)) return undefined;
  const folder = dirname(file);
  const logs = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(ndjson|jsonl)(\.gz)?$/.test(name)) : [];
  const near = nearest(basename(file), logs);
  if (near !== undefined) return `did you mean "${join(folder, near)}"?`;
  const others = logs.length === 0 ? '' : `there are: ${logs.toSorted().slice(0, 5).join(', ')}; `;
  return `${others}${recordedWith}`;
}

/** Of a log this small all is read before half of it has happened: what was read tells nothing of what is left. */
const readAhead = 8 * 1024 * 1024;

/** Starting threads costs more than a smaller log. */
const worthThreads = 32 * 1024 * 1024;

/** In the built package, also for those who run from the sources. */
function workerFile(): string {
  const parts = dirname(fileURLToPath(import.meta.url)).split(sep);
  const root = parts.slice(0, Math.max(parts.lastIndexOf('dist'), parts.lastIndexOf('src')));
  return [...root, 'dist', 'simulate', 'parallel', 'worker.js'].join(sep);
}

function limitOf(flag: 'from' | 'to', text: string | undefined, zone: string): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseLimit(text, zone, flag);
  if (at !== undefined) return at;
  throw new Failure(
    exitCodes.usage,
    `--${flag} ${JSON.stringify(text)} is no date`,
    'write 2026-03-02, "2026-03-02 17:30" (account zone) or 2026-03-02T14:30:00Z',
  );
}

function pollOf(text: string): number {
  const duration = parseDuration(text);
  if (duration?.clock === 'elapsed' && duration.milliseconds >= 1000) return duration.milliseconds;
  throw new Failure(
    exitCodes.usage,
    `--poll ${JSON.stringify(text)} is no distance between two looks`,
    'write 30s, 5m or 1h: how far apart the runner asks the CRM',
  );
}

function openEffects(path: string): EffectsFile {
  try {
    return createEffectsFile(path);
  } catch (error) {
    throw new Failure(exitCodes.error, `cannot write the effects to ${path}: ${fileProblem(error)}`);
  }
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function progressText(events: number, now: Instant, share: number, elapsed: number): string {
  const rate = Math.round(events / (elapsed / 1000));
  const left = share > 0 ? Math.round((elapsed * (1 / share - 1)) / 1000) : undefined;
  const day = formatInstant(now).slice(0, 10);
  const rest = left === undefined ? '' : `, ${Math.round(share * 100)} %, ${left} s left`;
  return `back-test: ${day}, ${events} events, ${rate}/s${rest}`;
}
