import { statSync } from 'node:fs';
import type { CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { formatInstant, type Instant } from '../model/instant.js';
import { backtest, type BacktestResult } from '../simulate/backtest.js';
import { createEffectsFile, type EffectsFile } from '../simulate/effectsFile.js';
import { LogError } from '../simulate/log/logError.js';
import { parseLimit } from '../simulate/period.js';
import { readLog } from '../simulate/readLog.js';
import { vocabulary } from '../vocabulary/index.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import type { Progress } from './progress.js';

export interface DryRunFlags {
  readonly events: readonly string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly effects: string | undefined;
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
  const log = readLog(flags.events, zone);
  const bytes = sizeOf(flags.events);
  const startedAt = performance.now();
  const effects = flags.effects === undefined ? undefined : openEffects(flags.effects);
  try {
    return await backtest({
      project,
      sites: compiled,
      words: vocabulary,
      log,
      from,
      to,
      effects,
      onProgress: (events, now) =>
        progress.show(progressText(events, now, log.position() / bytes, performance.now() - startedAt)),
    });
  } catch (error) {
    effects?.abandon();
    if (error instanceof LogError) throw new Failure(exitCodes.error, error.message);
    throw error;
  }
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

function openEffects(path: string): EffectsFile {
  try {
    return createEffectsFile(path);
  } catch (error) {
    throw new Failure(exitCodes.error, `cannot write the effects: ${(error as Error).message}`); // node:fs throws these
  }
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function progressText(events: number, now: Instant, share: number, elapsed: number): string {
  const rate = Math.round(events / (elapsed / 1000));
  const left = share > 0 ? Math.round((elapsed * (1 / share - 1)) / 1000) : undefined;
  const day = formatInstant(now).slice(0, 10);
  return `back-test: ${day}, ${events} events, ${rate}/s, ${Math.round(share * 100)} %${left === undefined ? '' : `, ${left} s left`}`;
}
