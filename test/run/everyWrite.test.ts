import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { anticipate } from '../../src/engine/world/anticipate.js';
import { startProgram, takeTurn, type Input, type Program } from '../../src/engine/index.js';
import { ambientOf } from '../../src/engine/scope.js';
import { toldBy, type Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { openRunnerStore, type RunnerStore } from '../../src/run/store.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { eventsOf, isInHistory } from '../../src/vocabulary/inHistory.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import type { Reaction } from '../../src/vocabulary/meaning/action.js';
import { anyEvents, anySharingTriggers, compiled } from '../engine/scenarios.js';

/**
 * The runner's store and the engine under a clock that jumps, with a process that dies after every single write: in each transaction
 * after its first write, then after its second …, whether the engine writes to its state or the state to its tables, and once more when
 * it is committed. What was decided must be what a back-test says.
 */
const folder = mkdtempSync(join(tmpdir(), 'crmctl-writes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tables = 'cursors entities instances journal marks members memos outbox sent timers'.split(' ');

class Dead extends Error {}

/** What the CRM did and has not told yet: as it was then, or as it is when it is told. */
interface Echo {
  readonly type: string;
  readonly event?: Event;
  readonly effect?: Effect;
  readonly index?: number;
}

interface Decided {
  /** Every effect with its last outcome, by id. */
  readonly effects: Readonly<Record<string, unknown>>;
  readonly journal: readonly unknown[];
  readonly deaths: number;
}

const after = 2 * 24 * 3_600_000;

function inBacktest(program: Program, events: readonly Event[]): Decided {
  const effects: Record<string, Effect> = {};
  const journal: JournalRecord[] = [];
  const first = events[0]!.at;
  const simulation = startSimulation(program, createMemoryState(), vocabulary, first, (outcome) => {
    for (const effect of outcome.effects) effects[effect.id] = effect;
    journal.push(...outcome.journal);
  });
  for (const event of events) simulation.take(event);
  simulation.runUntil(instant(events.at(-1)!.at + after));
  return asStored({ effects, journal, deaths: 0 });
}

function asStored(decided: Decided): Decided {
  return JSON.parse(JSON.stringify(decided)) as Decided;
}

let files = 0;

function live(program: Program, events: readonly Event[], dies: boolean): Decided {
  const file = join(folder, `${++files}.sqlite`);
  const actions = new Map(vocabulary.actions.map((word) => [word.name, word]));
  let writesLeft = Infinity;
  let deaths = 0;
  const written = (): void => {
    if (--writesLeft === 0) throw new Dead();
  };
  let store = open();

  function open(): RunnerStore {
    const opened = openRunnerStore(file, () => events[0]!.at);
    // Processes die here, machines do not.
    opened.database.pragma('synchronous = OFF');
    opened.database.function('written', () => {
      written();
      return null;
    });
    for (const table of tables)
      for (const change of ['INSERT', 'UPDATE', 'DELETE'])
        opened.database.exec(
          `CREATE TEMP TRIGGER ${table}_${change} AFTER ${change} ON ${table} BEGIN SELECT written(); END`,
        );
    return opened;
  }
  function reopen(): void {
    store.close();
    store = open();
  }
  /** One transaction; it comes to its end at last. */
  function commit(work: () => void): void {
    for (let writes = dies ? 1 : Infinity; ; writes++) {
      writesLeft = writes;
      try {
        store.transaction(work);
        break;
      } catch (error) {
        if (!(error instanceof Dead)) throw error;
        deaths++;
      }
    }
    if (!dies) return;
    deaths++;
    reopen();
  }

  const memo = <T>(name: string, otherwise: T): T => {
    const text = store.state.memo(`test:${name}`);
    // Written by `remember`.
    return text === undefined ? otherwise : (JSON.parse(text) as T);
  };
  const remember = (name: string, value: unknown): void => {
    store.state.setMemo(`test:${name}`, JSON.stringify(value));
    written();
  };
  const clock = (): Instant => memo('clock', events[0]!.at);

  function turn(input: Input, now: Instant): void {
    const { effects, journal } = takeTurn(program, mortal(store), input, now);
    for (const effect of effects) {
      store.outbox.record(effect);
      written();
      if (effect.outcome === 'done') remember('outgoing', [...memo<readonly Effect[]>('outgoing', []), effect]);
    }
    store.journal.write(journal);
    written();
  }
  function carryOut(effect: Effect, now: Instant): void {
    const { id, instance } = effect;
    const wait = store.state.instance(instance)?.wait;
    if (wait?.for !== 'result' || wait.effect !== id) {
      store.outbox.end(id, 'withdrawn');
      return written();
    }
    const reaction = reactionTo(effect, now);
    const told = eventsOf(reaction).map((each, at) => toldBy(effect, at, each, now));
    const inHistory = isInHistory(actions.get(effect.type)!, effect);
    if (inHistory)
      remember('echoes', [
        ...memo<readonly Echo[]>('echoes', []),
        ...told.map((event, index): Echo =>
          anticipate(mortal(store).world, event) ? { type: event.type, event } : { type: event.type, effect, index },
        ),
      ]);
    turn({ kind: 'result', effect: id, instance, result: { outcome: 'done', values: reaction.result } }, now);
    if (!inHistory) for (const event of told) turn({ kind: 'event', event }, now);
  }
  function hear({ event, effect, index = 0 }: Echo, now: Instant): void {
    const later = effect && eventsOf(reactionTo(effect, now))[index];
    const told = event ?? (effect && later && toldBy(effect, index, later, now));
    if (told !== undefined) turn({ kind: 'event', event: told }, now);
  }
  function reactionTo(effect: Effect, now: Instant): Reaction {
    return actions.get(effect.type)!.happen(effect, ambientOf(program, store.state, now));
  }
  function pass(end: Instant, inclusive: boolean): void {
    for (;;) {
      const now = clock();
      const [effect, ...round] = memo<readonly Effect[]>('round', []);
      const echoes = memo<readonly Echo[]>('echoes', []);
      const echo = echoes.find(({ type }) => type.startsWith('customer.')) ?? echoes[0];
      const outgoing = memo<readonly Effect[]>('outgoing', []);
      const timer = store.state.nextTimer();
      if (effect !== undefined)
        commit(() => {
          remember('round', round);
          carryOut(effect, now);
        });
      else if (echo !== undefined)
        commit(() => {
          remember(
            'echoes',
            echoes.filter((each) => each !== echo),
          );
          hear(echo, now);
        });
      else if (timer !== undefined && timer.due <= now)
        commit(() => {
          store.state.disarm(timer.id);
          written();
          turn({ kind: 'timer', timer }, now);
        });
      else if (outgoing.length > 0)
        commit(() => {
          remember('round', outgoing);
          remember('outgoing', []);
        });
      else if (timer !== undefined && (timer.due < end || (inclusive && timer.due === end)))
        commit(() => remember('clock', timer.due));
      else break;
    }
    if (end > clock()) commit(() => remember('clock', end));
  }
  /** The engine's port, with a process behind it that dies. */
  function mortal({ state }: RunnerStore): RunnerStore['state'] {
    const dying =
      <A extends readonly unknown[]>(write: (...args: A) => void) =>
      (...args: A): void => {
        write(...args);
        written();
      };
    const { world } = state;
    return {
      ...state,
      save: dying(state.save),
      arm: dying(state.arm),
      disarm: dying(state.disarm),
      use: dying(state.use),
      recordSent: dying(state.recordSent),
      setMemo: dying(state.setMemo),
      world: { ...world, put: dying(world.put), setSegments: dying(world.setSegments) },
    };
  }

  commit(() => startProgram(program, mortal(store), events[0]!.at));
  for (const [index, event] of events.entries()) {
    if (store.cursor('log') > index) continue;
    if (event.at > clock()) pass(event.at, false);
    commit(() => {
      turn({ kind: 'event', event }, clock());
      store.setCursor('log', index + 1);
      written();
    });
  }
  pass(instant(events.at(-1)!.at + after), true);

  const rows = store.database
    .prepare<[], { document: string; state: string }>('SELECT document, state FROM outbox')
    .all();
  const lines = store.database
    .prepare<[], { document: string }>('SELECT document FROM journal ORDER BY position')
    .all();
  store.close();
  const effects = rows.map(({ document, state }): Effect => {
    const effect = JSON.parse(document) as Effect;
    return state === 'withdrawn' ? { ...effect, outcome: 'skipped', reason: state } : effect;
  });
  return {
    effects: Object.fromEntries(effects.map((effect) => [effect.id, effect])),
    journal: lines.map(({ document }) => JSON.parse(document) as unknown),
    deaths,
  };
}

test('dying after every single write decides what the uninterrupted run and the back-test decide', () => {
  let deaths = 0;
  let decided = 0;
  fc.assert(
    fc.property(anySharingTriggers, anyEvents, (triggers, all) => {
      const events = all.slice(0, 8);
      const program = compiled(triggers);
      fc.pre(program !== undefined && events.length > 0);
      const expected = inBacktest(program, events);
      const whole = live(program, events, false);
      const dead = live(program, events, true);
      expect(whole).toEqual(expected);
      expect({ ...dead, deaths: 0 }).toEqual(expected);
      deaths += dead.deaths;
      decided += Object.keys(expected.effects).length;
    }),
    { numRuns: 25 },
  );
  expect(deaths).toBeGreaterThan(500);
  expect(decided).toBeGreaterThan(5);
}, 300_000);
