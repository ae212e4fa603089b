import { compileProgram, type Program } from '../engine/index.js';
import type { CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { formatDuration } from '../model/duration.js';
import { formatInstant, type Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { costsOf, type Costs } from './costs.js';
import type { EffectsFile } from './effectsFile.js';
import { brokenWarnings, lateWarnings } from './logWarnings.js';
import { lookaheadWarnings } from './lookahead.js';
import { runPart, type Part } from './part.js';
import { allPressure, type PressureResult } from './pressure.js';
import type { Log } from './readLog.js';
import { unassignedWarnings } from './recorder.js';
import {
  allSegments,
  allTriggers,
  sorted,
  totalsOf,
  type Counts,
  type SegmentResult,
  type Totals,
  type TriggerResult,
} from './tally.js';
import { thresholdWarnings } from './thresholds.js';
import { codeWarnings } from './unknownCodes.js';
import { validationResults, type ValidationResult } from './validations.js';
import type { Warning } from './warning.js';

export interface BacktestRequest {
  /** Checked: without errors. */
  readonly project: Project;
  readonly sites: CompiledSites;
  readonly words: Vocabulary;
  readonly log: Log;
  /** What comes before is warm-up: it happens, and is not reported. */
  readonly from?: Instant | undefined;
  /** The end; default: the last event. Timers that are due until then fire. */
  readonly to?: Instant | undefined;
  /** Events are seen, and timers asked, every so many milliseconds only; default: at once. */
  readonly poll?: number | undefined;
  readonly effects?: EffectsFile | undefined;
  /** Called now and then with the number of events so far and the moment that the clock shows. */
  readonly onProgress?: (events: number, now: Instant) => void;
}

/** The document of `run --dry-run --json` (docs/cli.md#run-on-a-log). */
export interface BacktestResult {
  readonly format: 'crmctl.backtest/1';
  readonly period: { readonly from: string | null; readonly to: string | null };
  /** How far apart the runner looked, if not all was known at once: `5m`. */
  readonly poll?: string;
  /** Up to the end of the period, the warm-up included; broken lines are those of the whole log. */
  readonly events: {
    readonly read: number;
    readonly invalid: number;
    readonly warmUp: number;
    readonly byType: Counts;
  };
  readonly triggers: readonly TriggerResult[];
  readonly segments: readonly SegmentResult[];
  readonly validations: readonly ValidationResult[];
  readonly totals: Totals;
  /** Messages a customer, by class: how many in the fullest day and week, and the Policy's caps. */
  readonly pressure: readonly PressureResult[];
  readonly costs: Costs;
  readonly warnings: readonly Warning[];
  readonly log: { readonly sha256: string };
  readonly revision: string;
  /** How it was computed; the rest does not depend on it. */
  readonly parallelism: Parallelism;
}

export interface Parallelism {
  readonly threads: number;
  /** Why not in more than one, if that was asked for. */
  readonly because?: string;
}

/**
 * Runs a project over a recorded log with a clock that jumps, and says what it would have done. The
 * same input gives the same bytes. Throws `LogError` when the log cannot be read to its end.
 */
export async function backtest(request: BacktestRequest): Promise<BacktestResult> {
  const { project, sites, words, log, from, to, poll, effects, onProgress } = request;
  const program = compileProgram(project, sites, words);
  const part = await runPart({ project, sites, words, program, log, from, to, poll, effects, onProgress });
  const { late, sha256 } = log;
  return resultOf({ ...request, program }, [part], { late: late(), sha256: sha256() }, { threads: 1 });
}

/** The parts of all customers together. */
export function resultOf(
  {
    project,
    sites,
    from,
    poll,
    program,
  }: Pick<BacktestRequest, 'project' | 'sites' | 'from' | 'poll'> & { readonly program: Program },
  parts: readonly Part[],
  log: { readonly late: ReturnType<Log['late']>; readonly sha256: string },
  parallelism: Parallelism,
): BacktestResult {
  const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const first = parts.map((part) => part.first).filter((at) => at !== undefined);
  const triggers = allTriggers(parts.map((part) => part.triggers));
  return {
    format: 'crmctl.backtest/1',
    period: {
      from: textOf(from ?? first.reduce<Instant | undefined>((a, b) => (a !== undefined && a < b ? a : b), undefined)),
      to: textOf(parts[0]?.horizon),
    },
    ...(poll !== undefined && { poll: formatDuration({ clock: 'elapsed', milliseconds: poll }) }),
    events: {
      read: sum(({ read }) => read),
      invalid: sum(({ broken }) => broken.count),
      warmUp: sum(({ warmUp }) => warmUp),
      byType: typesOf(parts),
    },
    triggers,
    segments: allSegments(parts.map((part) => part.segments)),
    validations: validationResults(parts.map((part) => part.validations)),
    totals: totalsOf(triggers),
    pressure: allPressure(parts.map((part) => part.pressure)),
    costs: costsOf(triggers, program.channels, project.config.currency),
    warnings: [
      ...brokenWarnings(parts.map((part) => part.broken)),
      ...lateWarnings(log.late),
      ...codeWarnings(parts.map((part) => part.codes)),
      ...unassignedWarnings(parts.map((part) => part.unassigned)),
      ...thresholdWarnings(
        program.policy,
        parts.map((part) => part.thresholds),
      ),
      ...lookaheadWarnings(project, sites),
    ],
    log: { sha256: log.sha256 },
    revision: program.revision,
    parallelism,
  };
}

function typesOf(parts: readonly Part[]): Counts {
  const counts: Record<string, number> = {};
  for (const [type, count] of parts.flatMap(({ byType }) => Object.entries(byType)))
    counts[type] = (counts[type] ?? 0) + count;
  return sorted(counts);
}

function textOf(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at);
}
