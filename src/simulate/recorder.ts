import type { TurnOutcome } from '../engine/index.js';
import type { WorldView } from '../language/scope.js';
import type { Effect } from '../model/effect.js';
import type { Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { effectLine } from './effectLine.js';
import type { EffectsFile } from './effectsFile.js';
import type { Pressure } from './pressure.js';
import type { Tally } from './tally.js';
import type { Thresholds } from './thresholds.js';
import type { Warning } from './warning.js';

/** Keeps of every effect its last outcome: final ones are counted and written at once, held ones at the end. */
export interface Recorder {
  take(outcome: TurnOutcome, now: Instant): void;
  /** Ends the file; what remains to be told: tasks without a performer, by address of their trigger. */
  finish(): Promise<Readonly<Record<string, number>>>;
}

export function createRecorder(options: {
  readonly words: Vocabulary;
  readonly world: WorldView;
  readonly tally: Tally;
  readonly pressure: Pressure;
  readonly thresholds: Thresholds;
  readonly from: Instant | undefined;
  readonly file: EffectsFile | undefined;
}): Recorder {
  const { words, world, tally, pressure, thresholds, from, file } = options;
  const isUnassigned = new Map(words.actions.map(({ name, unassigned }) => [name, unassigned]));
  const held = new Map<string, Effect>();
  const unassigned = new Map<string, number>();
  const isReported = ({ at }: Effect): boolean => from === undefined || at >= from;

  const settle = (effect: Effect): void => {
    if (effect.outcome === 'deferred') {
      held.set(effect.id, effect);
      return;
    }
    held.delete(effect.id);
    if (!isReported(effect)) return;
    file?.write(effect, effectLine(effect, world));
    pressure.take(effect);
    thresholds.take(effect);
    if (effect.outcome === 'done' && isUnassigned.get(effect.type)?.(effect) === true)
      unassigned.set(effect.trigger, (unassigned.get(effect.trigger) ?? 0) + 1);
  };
  return {
    take(outcome, now) {
      for (const effect of outcome.effects) settle(effect);
      tally.add(outcome, now);
    },
    async finish() {
      const still = [...held.values()].filter(isReported).sort((a, b) => a.at - b.at);
      still.forEach(tally.deferred);
      still.forEach(thresholds.take);
      await file?.finish(still.map((effect) => ({ effect, line: effectLine(effect, world) })));
      return Object.fromEntries(unassigned);
    },
  };
}

export function unassignedWarnings(shares: readonly Readonly<Record<string, number>>[]): readonly Warning[] {
  const all: Record<string, number> = {};
  for (const [address, count] of shares.flatMap((share) => Object.entries(share)))
    all[address] = (all[address] ?? 0) + count;
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([address, count]) => ({
      code: 'unassigned',
      message: `${count} ${count === 1 ? 'task has' : 'tasks have'} no performer: name one in \`to:\`, or tasks.fallback in crmctl.yaml`,
      address,
    }));
}
