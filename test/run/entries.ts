import { compileProgram } from '../../src/engine/index.js';
import type { Event } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { projectOf } from '../simulate/support/project.js';
import { begin, type LiveShop, type Row } from './liveShop.js';

export const trigger = (code: string, on: string, step: string, mode = 'single'): string =>
  `kind: Trigger\ncode: ${code}\nname: ${code}\nmode: ${mode}\non: ${on}\ndo:\n  - {id: act, ${step}}\n`;

export const project = (...triggers: readonly string[]): string => triggers.join('---\n');

/** How often each trigger was entered. */
export type Entries = Readonly<Record<string, number>>;

export function tally(records: readonly { readonly trigger?: unknown; readonly what?: unknown }[]): Entries {
  const entered = records.filter(({ what }) => what === 'entered').map(({ trigger: of }) => String(of).slice(8));
  return Object.fromEntries(
    [...Map.groupBy(entered, (code) => code)].map(([code, all]) => [code, all.length] as const).sort(),
  );
}

/** A few passes, so that all comes to rest. */
export async function live(shop: LiveShop): Promise<Entries> {
  for (let pass = 0; pass < 4; pass++) {
    await shop.runDone();
    shop.pass('1m');
  }
  return tally(journalOf(shop));
}

export function journalOf(shop: LiveShop): readonly Row[] {
  return shop
    .rows<{ document: string }>('SELECT document FROM journal ORDER BY position')
    .map(({ document }) => JSON.parse(document) as Row);
}

/** What a back-test says of the same. */
export function backtested(yaml: string, events: readonly Pick<Event, 'type' | 'data'>[]): Entries {
  const { project: checked, sites, words } = projectOf(yaml);
  const records: { readonly trigger?: unknown; readonly what?: unknown }[] = [];
  const program = compileProgram(checked, sites, words);
  const simulation = startSimulation(program, createMemoryState(), words, begin, ({ journal }) => {
    records.push(...journal);
  });
  events.forEach((event, index) => simulation.take({ ...event, id: `${index}`, source: 'test', at: begin }));
  simulation.runUntil(instant(begin + 3_600_000));
  return tally(records);
}
