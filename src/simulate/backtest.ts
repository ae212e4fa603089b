import { compileProgram } from '../engine/index.js';
import { ambientOf } from '../engine/scope.js';
import type { CompiledSites } from '../language/compile.js';
import type { Ambient } from '../language/scope.js';
import type { Project } from '../language/project.js';
import { address } from '../model/address.js';
import { formatInstant, type Instant } from '../model/instant.js';
import { readTriggers } from '../vocabulary/roles/index.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { costsOf, type Costs } from './costs.js';
import type { EffectsFile } from './effectsFile.js';
import { logWarnings } from './logWarnings.js';
import { lookaheadWarnings } from './lookahead.js';
import { createMemoryState } from './memoryState.js';
import type { Log } from './readLog.js';
import { watchPressure, type PressureResult } from './pressure.js';
import { createRecorder } from './recorder.js';
import { startSimulation, type Simulation } from './simulation.js';
import {
  createTally,
  sorted,
  totalsOf,
  type Counts,
  type SegmentResult,
  type Totals,
  type TriggerResult,
} from './tally.js';
import { watchThresholds } from './thresholds.js';
import { watchCodes } from './unknownCodes.js';
import { watchValidations, type ValidationResult } from './validations.js';
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
  readonly effects?: EffectsFile | undefined;
  /** Called now and then with the number of events so far and the moment that the clock shows. */
  readonly onProgress?: (events: number, now: Instant) => void;
}

/** The document of `run --dry-run --json` (docs/cli.md). */
export interface BacktestResult {
  readonly format: 'crmctl.backtest/1';
  readonly period: { readonly from: string | null; readonly to: string | null };
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
}

/**
 * Runs a project over a recorded log with a clock that jumps, and says what it would have done (engine.md §11). The
 * same input gives the same bytes. Throws `LogError` when the log cannot be read to its end.
 */
export async function backtest(request: BacktestRequest): Promise<BacktestResult> {
  const { project, sites, words, log, from, to } = request;
  const program = compileProgram(project, sites, words);
  const segments = new Map(program.segments.map(({ code }) => [code, address('segment', code)]));
  const triggers = readTriggers(project).map(({ address }) => address);
  const tally = createTally(triggers, segments, from);
  let simulation: Simulation | undefined;
  const state = createMemoryState((before, after) => tally.segments(before, after, simulation!.now));
  const pressure = watchPressure({
    classes: new Map([...program.triggers.values()].map((trigger) => [trigger.address, trigger.class])),
    policy: program.policy,
    world: state.world,
    zone: project.config.timezone,
  });
  const recorder = createRecorder({
    words,
    world: state.world,
    tally,
    pressure,
    thresholds: watchThresholds(program.policy, words),
    from,
    file: request.effects,
  });
  const validations = watchValidations(project, sites, from);
  const codes = watchCodes(sites.environment);
  const byType = new Map<string, number>();
  const ambient = (): Ambient => ambientOf(program, state, simulation!.now);
  let read = 0;
  let warmUp = 0;
  let first: Instant | undefined;
  let last: Instant | undefined;

  for await (const batch of log.events) {
    for (const event of batch) {
      if (to !== undefined && event.at > to) continue;
      first ??= event.at;
      if (last === undefined || event.at > last) last = event.at;
      simulation ??= startSimulation(program, state, words, first, recorder.take);
      read++;
      if (from !== undefined && event.at < from) warmUp++;
      byType.set(event.type, (byType.get(event.type) ?? 0) + 1);
      codes.look(event);
      simulation.take(event);
      validations.look(event, ambient);
    }
    if (simulation) request.onProgress?.(read, simulation.now);
  }
  const horizon = to ?? last;
  if (horizon !== undefined) simulation?.runUntil(horizon);

  const found = await recorder.finish();
  const results = tally.triggers();
  return {
    format: 'crmctl.backtest/1',
    period: { from: textOf(from ?? first), to: textOf(horizon) },
    events: { read, invalid: log.broken().count, warmUp, byType: sorted(Object.fromEntries(byType)) },
    triggers: results,
    segments: tally.segmentResults(),
    validations: validations.results(),
    totals: totalsOf(results),
    pressure: pressure.results(),
    costs: costsOf(results, program.channels, project.config.currency),
    warnings: [...logWarnings(log), ...codes.warnings(), ...found, ...lookaheadWarnings(project, sites)],
    log: { sha256: log.sha256() },
    revision: program.revision,
  };
}

function textOf(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at);
}
