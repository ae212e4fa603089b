import { compileProgram } from '../../../src/engine/index.js';
import type { Effect } from '../../../src/model/effect.js';
import type { Event, EventData } from '../../../src/model/event.js';
import type { JournalRecord } from '../../../src/model/instance.js';
import { instant, parseInstant } from '../../../src/model/instant.js';
import { createMemoryState } from '../../../src/simulate/memoryState.js';
import { startSimulation } from '../../../src/simulate/simulation.js';
import { projectOf } from '../../simulate/support/project.js';

/** `[moment, type, data]`; moments without an offset are UTC. */
export type Told = readonly [at: string, type: string, data: EventData];

export interface Played {
  /** The last outcome of every effect, in the order of time. */
  readonly effects: readonly Effect[];
  readonly journal: readonly JournalRecord[];
  readonly state: ReturnType<typeof createMemoryState>;
  /** `type key reason?` of each effect, with the moment in minutes. */
  readonly lines: readonly string[];
}

/** Runs the project of a text over some events, as a back-test does. */
export function play(yaml: string, events: readonly Told[], until: string): Played {
  const { project, sites, words } = projectOf(yaml);
  const program = compileProgram(project, sites, words);
  const state = createMemoryState();
  const effects = new Map<string, Effect>();
  const journal: JournalRecord[] = [];
  const first = momentOf(events[0]![0]);
  const simulation = startSimulation(program, state, words, first, (outcome) => {
    journal.push(...outcome.journal);
    for (const effect of outcome.effects) {
      effects.delete(effect.id);
      effects.set(effect.id, effect);
    }
  });
  events.forEach(([at, type, data], index) => {
    const event: Event = { id: `e${index + 1}`, source: 'test', type, at: momentOf(at), data };
    simulation.take(event);
  });
  simulation.runUntil(momentOf(until));
  const all = [...effects.values()];
  return { effects: all, journal, state, lines: all.map(lineOf) };
}

function momentOf(text: string) {
  const found = parseInstant(`${text.length === 16 ? `${text}:00` : text}Z`.replace(' ', 'T'));
  if (found === undefined) throw new Error(`no moment: ${text}`);
  return instant(found);
}

function lineOf({ at, type, step, outcome, reason, data }: Effect): string {
  const text = typeof data['text'] === 'string' ? ` ${data['text']}` : '';
  const why = outcome === 'done' ? '' : ` (${outcome}: ${reason ?? ''})`;
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} ${type} ${step}${text}${why}`;
}

/** `order.created` of an order of customer 7. */
export function created(at: string, order: Record<string, unknown>): Told {
  return [at, 'order.created', { order: { id: 1, number: 'A-1', status: 'new', customer: { id: 7 }, ...order } }];
}

/** An order's fields change. */
export function changed(at: string, order: number, fields: Record<string, unknown>): Told {
  return [
    at,
    'order.changed',
    {
      order: { id: order },
      changes: Object.entries(fields).map(([field, value]) => ({ field, old: undefined, new: value })),
    },
  ];
}
