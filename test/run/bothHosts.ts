import { compileProgram, type TurnOutcome } from '../../src/engine/index.js';
import { decodeHistory } from '../../src/crm/history.js';
import { ownersOnce } from '../../src/crm/ownersOnce.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { projectOf } from '../simulate/support/project.js';
import { begin, openLiveShop, type LiveShop } from './liveShop.js';

/** What people do, so many minutes after the beginning; the clock stands still meanwhile. */
export interface Act {
  readonly at: number;
  readonly act: (shop: LiveShop) => Promise<unknown>;
}

export interface Decided {
  /** Trigger, step and last outcome of every effect, by id. */
  readonly effects: Readonly<Record<string, string>>;
  /** Entered, ignored, exited, completed … in the order in which it was decided. */
  readonly journal: readonly string[];
}

const minute = 60_000;

/**
 * The same project and the same acts of people, live over HTTP and in a back-test. The runner passes whenever something happens or is due,
 * until nothing moves. `dies`: each pass is cut off by what it throws, and started again.
 */
export async function onBothHosts(
  yaml: string,
  acts: readonly Act[],
  minutes: number,
): Promise<{ readonly live: Decided; readonly backtest: Decided }> {
  const shop = await openLiveShop(yaml);
  const events: Event[] = [];
  const read = await followPeople(shop, events);
  const until = async (end: Instant): Promise<void> => {
    for (let due = dueIn(shop); due !== undefined && due < end; due = dueIn(shop)) {
      shop.pass(`${Math.max(0, due - shop.now()) / 1000}s`);
      await settled(shop);
    }
    shop.pass(`${(end - shop.now()) / 1000}s`);
  };
  await settled(shop);
  for (const { at, act } of acts) {
    await until(instant(begin + at * minute));
    await act(shop);
    await read();
    await settled(shop);
  }
  await until(instant(begin + minutes * minute));
  await settled(shop);
  return { live: decidedLive(shop), backtest: decidedInBacktest(yaml, events, instant(begin + minutes * minute)) };
}

async function settled(shop: LiveShop): Promise<void> {
  for (let moves = true; moves;) {
    const { events, effects } = await shop.runDone();
    moves = events > 0 || Object.values(effects).some((count) => count > 0);
  }
}

function dueIn(shop: LiveShop): Instant | undefined {
  return shop.rows<{ due: Instant | null }>('SELECT min(due) AS due FROM timers')[0]?.due ?? undefined;
}

/** Takes what people did since the last time out of the CRM's histories, as `record` does. */
async function followPeople({ people }: LiveShop, events: Event[]): Promise<() => Promise<void>> {
  const cursors = { customers: 0, orders: 0 };
  const once = ownersOnce(() => undefined);
  return async () => {
    for (const entity of ['customers', 'orders'] as const)
      for await (const { rows, lastId } of people.history(entity, cursors[entity])) {
        cursors[entity] = lastId;
        for (const { own, ...event } of decodeHistory(entity, rows, 'Europe/Moscow', true))
          if (own === true) events.push(once(event));
      }
  };
}

function decidedLive(shop: LiveShop): Decided {
  const rows = shop.rows<{ document: string; state: string; error: string | null }>(
    'SELECT document, state, error FROM outbox',
  );
  const records = shop
    .rows<{ document: string }>('SELECT document FROM journal ORDER BY position')
    .map(({ document }) => JSON.parse(document) as JournalRecord);
  return {
    effects: Object.fromEntries(
      rows.map(({ document, state, error }) => {
        const effect = JSON.parse(document) as Effect;
        return [effect.id, lineOf(effect, state === 'skipped' ? `skipped: ${error}` : state)];
      }),
    ),
    journal: toldOf(records),
  };
}

function decidedInBacktest(yaml: string, events: readonly Event[], end: Instant): Decided {
  const { project, sites, words } = projectOf(yaml);
  const effects: Record<string, string> = {};
  const journal: JournalRecord[] = [];
  const observe = (outcome: TurnOutcome): void => {
    for (const effect of outcome.effects) {
      const { outcome: came, reason } = effect;
      const skipped = reason === 'withdrawn' ? 'withdrawn' : `skipped: ${reason}`;
      effects[effect.id] = lineOf(effect, came === 'skipped' ? skipped : came);
    }
    journal.push(...outcome.journal);
  };
  const simulation = startSimulation(compileProgram(project, sites, words), createMemoryState(), words, begin, observe);
  for (const event of events) simulation.take(event);
  simulation.runUntil(end);
  return { effects, journal: toldOf(journal) };
}

/** Of a note also what it says: what it read. */
function lineOf({ trigger, step, type, data }: Effect, outcome: string): string {
  const said = type === 'note' ? ` ${JSON.stringify(data['text'])}` : '';
  return `${trigger.slice('trigger/'.length)}/${step} ${type} ${outcome}${said}`;
}

/** Without what a back-test does not write down: conditions that were false, and that a trigger leaves its own changes alone. */
function toldOf(records: readonly JournalRecord[]): readonly string[] {
  return records
    .filter(({ what, reason }) => what !== 'refused' && reason !== 'own-change' && reason !== 'if')
    .map(
      ({ at, trigger, what, reason, causedBy, instance, step }) =>
        `${(at - begin) / minute} ${trigger.slice('trigger/'.length)} ${what}${reason === undefined ? '' : `: ${reason}`} by ${causedBy} ${instance ?? '-'} ${step ?? ''}`,
    );
}
