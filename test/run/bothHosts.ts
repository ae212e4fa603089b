import { compileProgram, type TurnOutcome } from '../../src/engine/index.js';
import { decodeHistory } from '../../src/crm/history.js';
import { ownersOnce } from '../../src/crm/ownersOnce.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { formatInstant, instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { projectOf } from '../simulate/support/project.js';
import { begin, configIn, openLiveShop, type LiveShop } from './liveShop.js';

/** What people do, so many minutes after the beginning; the clock stands still meanwhile. */
export interface Act {
  readonly at: number;
  readonly act: (shop: LiveShop) => Promise<unknown>;
}

/** Where and when; default: Moscow, at the beginning. */
export interface Setting {
  readonly start: Instant;
  readonly zone: string;
}

export interface Decided {
  /** Trigger, step and last outcome of every effect, by id. */
  readonly effects: Readonly<Record<string, string>>;
  /** When each effect was wanted, by its id, ISO 8601 UTC. */
  readonly times: Readonly<Record<string, string>>;
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
  setting: Setting = { start: begin, zone: 'Europe/Moscow' },
): Promise<{ readonly live: Decided; readonly backtest: Decided }> {
  const { start, zone } = setting;
  const shop = await openLiveShop(yaml, start, zone);
  const events: Event[] = [];
  const read = await followPeople(shop, events, zone);
  const end = instant(start + minutes * minute);
  const until = async (end: Instant): Promise<void> => {
    for (let due = dueIn(shop); due !== undefined && due < end; due = dueIn(shop)) {
      shop.pass(`${Math.max(0, due - shop.now()) / 1000}s`);
      await settled(shop);
    }
    shop.pass(`${(end - shop.now()) / 1000}s`);
  };
  await settled(shop);
  for (const { at, act } of acts) {
    await until(instant(start + at * minute));
    await act(shop);
    await read();
    await settled(shop);
  }
  await until(end);
  await settled(shop);
  return { live: decidedLive(shop, start), backtest: decidedInBacktest(yaml, events, setting, end) };
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
async function followPeople({ people, now }: LiveShop, events: Event[], zone: string): Promise<() => Promise<void>> {
  const cursors = { customers: 0, orders: 0 };
  const once = ownersOnce(() => undefined);
  return async () => {
    for (const entity of ['customers', 'orders'] as const)
      for await (const { rows, lastId } of people.history(entity, cursors[entity])) {
        cursors[entity] = lastId;
        for (const { own, ...event } of decodeHistory(entity, rows, zone, true, now()))
          if (own === true) events.push(once(event));
      }
  };
}

function decidedLive(shop: LiveShop, start: Instant): Decided {
  const rows = shop.rows<{ document: string; state: string; error: string | null }>(
    'SELECT document, state, error FROM outbox',
  );
  const records = shop
    .rows<{ document: string }>('SELECT document FROM journal ORDER BY position')
    .map(({ document }) => JSON.parse(document) as JournalRecord);
  const times = rows.map(({ document }) => JSON.parse(document) as Effect).map(timeOf);
  return {
    times: Object.fromEntries(times),
    effects: Object.fromEntries(
      rows.map(({ document, state, error }) => {
        const effect = JSON.parse(document) as Effect;
        return [effect.id, lineOf(effect, state === 'skipped' ? `skipped: ${error}` : state)];
      }),
    ),
    journal: toldOf(records, start),
  };
}

function decidedInBacktest(yaml: string, events: readonly Event[], { start, zone }: Setting, end: Instant): Decided {
  const { project, sites, words } = projectOf(yaml, configIn(zone));
  const times: Record<string, string> = {};
  const effects: Record<string, string> = {};
  const journal: JournalRecord[] = [];
  const observe = (outcome: TurnOutcome): void => {
    for (const effect of outcome.effects) {
      times[effect.id] = timeOf(effect)[1];
      const { outcome: came, reason } = effect;
      const skipped = reason === 'withdrawn' ? 'withdrawn' : `skipped: ${reason}`;
      effects[effect.id] = lineOf(effect, came === 'skipped' ? skipped : came);
    }
    journal.push(...outcome.journal);
  };
  const simulation = startSimulation(compileProgram(project, sites, words), createMemoryState(), words, start, observe);
  for (const event of events) simulation.take(event);
  simulation.runUntil(end);
  return { effects, times, journal: toldOf(journal, start) };
}

function timeOf({ id, at }: Effect): [id: string, at: string] {
  return [id, formatInstant(at)];
}

/** Of a note also what it says: what it read. */
function lineOf({ trigger, step, type, data }: Effect, outcome: string): string {
  const said = type === 'note' ? ` ${JSON.stringify(data['text'])}` : '';
  return `${trigger.slice('trigger/'.length)}/${step} ${type} ${outcome}${said}`;
}

/** Without what a back-test does not write down: conditions that were false, and that a trigger leaves its own changes alone. */
function toldOf(records: readonly JournalRecord[], start: Instant): readonly string[] {
  return records
    .filter(({ what, reason }) => what !== 'refused' && reason !== 'own-change' && reason !== 'if')
    .map(
      ({ at, trigger, what, reason, causedBy, instance, step }) =>
        `${(at - start) / minute} ${trigger.slice('trigger/'.length)} ${what}${reason === undefined ? '' : `: ${reason}`} by ${causedBy} ${instance ?? '-'} ${step ?? ''}`,
    );
}
