import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { startProgram, takeTurn, type Input, type Program } from '../../src/engine/index.js';
import { ambientOf } from '../../src/engine/scope.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { openRunnerStore, type RunnerStore } from '../../src/run/store.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { vocabulary } from '../../src/vocabulary/index.js';
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
      if (effect.outcome === 'done') happen(effect, now);
    }
    store.journal.write(journal);
    written();
  }
  function happen(effect: Effect, now: Instant): void {
    const word = actions.get(effect.type)!;
    const { event, further = [], result } = word.happen(effect, ambientOf(program, store.state, now));
    const { id, trigger, instance, depth } = effect;
    const cause = { effect: id, trigger, instance, depth };
    const told = [
      ...(event ? [{ ...event, id }] : []),
      ...further.map((each, at) => ({ ...each, id: `${id}/${at + 2}` })),
    ];
    remember('echoes', [
      ...memo<readonly Event[]>('echoes', []),
      ...told.map((each): Event => ({ source: 'crmctl', at: now, cause, ...each })),
    ]);
    const result_: Input = { kind: 'result', effect: id, instance, result: { outcome: 'done', values: result } };
    remember('results', [...memo<readonly Input[]>('results', []), result_]);
  }
  function pass(end: Instant, inclusive: boolean): void {
    for (;;) {
      const now = clock();
      const [echo, ...echoes] = memo<readonly Event[]>('echoes', []);
      const [result, ...results] = memo<readonly Input[]>('results', []);
      const timer = store.state.nextTimer();
      if (echo !== undefined)
        commit(() => {
          remember('echoes', echoes);
          turn({ kind: 'event', event: echo }, now);
        });
      else if (timer !== undefined && timer.due <= now)
        commit(() => {
          store.state.disarm(timer.id);
          written();
          turn({ kind: 'timer', timer }, now);
        });
      else if (result !== undefined)
        commit(() => {
          remember('results', results);
          turn(result, now);
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

  const rows = store.database.prepare<[], { document: string }>('SELECT document FROM outbox').all();
  const lines = store.database
    .prepare<[], { document: string }>('SELECT document FROM journal ORDER BY position')
    .all();
  store.close();
  const effects = rows.map(({ document }) => JSON.parse(document) as Effect);
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
