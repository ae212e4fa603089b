import { ambientOf } from '../engine/scope.js';
import type { EngineState } from '../engine/state.js';
import type { Program } from '../engine/index.js';
import type { CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import type { Ambient } from '../language/scope.js';
import { address } from '../model/address.js';
import { instant, type Instant } from '../model/instant.js';
import { readTriggers } from '../vocabulary/roles/index.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { eventOf } from './log/decodeLine.js';
import type { EffectsFile } from './effectsFile.js';
import { createMemoryState } from './memoryState.js';
import { watchPressure, type PressureResult } from './pressure.js';
import type { BrokenLine, Log } from './readLog.js';
import { pollAt } from './poll.js';
import { createRecordedLines } from './world/recordedLines.js';
import { createRecorder } from './recorder.js';
import { startSimulation, type Simulation } from './simulation.js';
import { createTally, type Counts, type SegmentResult, type TriggerResult } from './tally.js';
import { watchThresholds, type ThresholdsFound } from './thresholds.js';
import { watchCodes, type UnknownCode } from './unknownCodes.js';
import { watchValidations, type ValidationFound } from './validations.js';

/** What came out of a log, or of the share of some customers. Plain data. */
export interface Part {
  readonly first: Instant | undefined;
  readonly horizon: Instant | undefined;
  readonly read: number;
  readonly warmUp: number;
  readonly byType: Counts;
  readonly broken: { readonly count: number; readonly first: readonly BrokenLine[] };
  readonly triggers: readonly TriggerResult[];
  readonly segments: readonly SegmentResult[];
  readonly pressure: readonly PressureResult[];
  readonly validations: readonly ValidationFound[];
  readonly codes: readonly UnknownCode[];
  readonly unassigned: Counts;
  readonly thresholds: ThresholdsFound;
}

export interface PartRequest {
  readonly project: Project;
  readonly sites: CompiledSites;
  readonly words: Vocabulary;
  readonly program: Program;
  readonly log: Log;
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
  readonly poll?: number | undefined;
  readonly effects?: EffectsFile | undefined;
  readonly onProgress?: ((events: number, now: Instant) => void) | undefined;
  /** Guards the state of one share. */
  readonly guard?: (state: EngineState) => EngineState;
  /** The end of the whole log, told that of this share. */
  readonly endOfAll?: (last: Instant | undefined) => Promise<Instant | undefined>;
}

/** Runs the program over the log with a clock that jumps. */
export async function runPart(request: PartRequest): Promise<Part> {
  const { project, sites, words, program, log, from, to, poll, guard, endOfAll } = request;
  const segments = new Map(program.segments.map(({ code }) => [code, address('segment', code)]));
  const triggers = readTriggers(project).map((trigger) => trigger.address);
  const tally = createTally(triggers, segments, from);
  let simulation: Simulation | undefined;
  const recorded = createRecordedLines(log.again, (line) => eventOf(line, project.config.timezone)!);
  const memory = createMemoryState((before, after) => tally.segments(before, after, simulation!.now), recorded);
  const state = guard === undefined ? memory : guard(memory);
  const ambient = (): Ambient => ambientOf(program, state, simulation!.now);
  const pressure = watchPressure({
    classes: new Map([...program.triggers.values()].map((trigger) => [trigger.address, trigger.class])),
    policy: program.policy,
    ambient,
  });
  const thresholds = watchThresholds(program.policy, words);
  const recorder = createRecorder({
    words,
    world: state.world,
    tally,
    pressure,
    thresholds,
    from,
    file: request.effects,
  });
  const validations = watchValidations(project, sites, from);
  const codes = watchCodes(sites.environment);
  const byType = new Map<string, { count: number }>();
  let read = 0;
  let warmUp = 0;
  let first: Instant | undefined;
  let last: Instant | undefined;

  let horizon: Instant | undefined;
  try {
    for await (const { events, numbers, lines } of log.batches) {
      for (let index = 0; index < events.length; index++) {
        const event = events[index]!;
        if (to !== undefined && event.at > to) continue;
        first ??= instant(Math.min(event.at, log.begin() ?? event.at));
        if (last === undefined || event.at > last) last = event.at;
        simulation ??= startSimulation(program, state, words, first, recorder.take, poll);
        read++;
        if (from !== undefined && event.at < from) warmUp++;
        const type = byType.get(event.type);
        if (type === undefined) byType.set(event.type, { count: 1 });
        else type.count++;
        codes.look(event, numbers[index]!);
        recorded.reading(event, lines[index]);
        simulation.take(event);
        validations.look(event, numbers[index]!, ambient);
      }
      if (simulation) request.onProgress?.(read, simulation.now);
    }
    horizon = to ?? (endOfAll === undefined ? last : await endOfAll(last));
    if (horizon !== undefined) horizon = pollAt(horizon, poll);
    if (horizon !== undefined) simulation?.runUntil(horizon);
  } finally {
    log.close();
  }

  const unassigned = await recorder.finish();
  return {
    first,
    horizon,
    read,
    warmUp,
    byType: Object.fromEntries(Array.from(byType, ([type, { count }]) => [type, count])),
    broken: log.broken(),
    triggers: tally.triggers(),
    segments: tally.segmentResults(),
    pressure: pressure.results(),
    validations: validations.found(),
    codes: codes.found(),
    unassigned,
    thresholds: thresholds.found(),
  };
}
