import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/engine/index.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import type { EventWord } from '../../src/vocabulary/word.js';
import { eventsOf } from './events.js';
import { anyLuck, type Luck } from './luck.js';
import { playLive, type Played } from './play.js';
import { diagnosticsOf, projectFrom, type Made } from './project.js';

/** Reasons of the shop's for which a step may fail; never because of a type. */
const ownReasons = new Set(['balance']);
/** What a value turns into that was not there, or that nobody expected. */
const slips = /\[object Object\]|\bundefined\b|\bNaN\b/;

const usual = vocabulary.events.filter(({ name }) =>
  ['order.created', 'order.changed', 'customer.changed'].includes(name),
);
const tally = { accepted: 0, refused: 0, entered: 0, acted: 0 };

/** Refused with the place of every finding; or it runs for days, live and with reasons, and nothing goes wrong. */
function examine(luck: Luck, word: string, event: EventWord): void {
  const made = projectFrom(luck, new Set([word, event.name]));
  const diagnostics = diagnosticsOf(made);
  for (const { file, line, column, code, message } of diagnostics)
    expect([code, message, isInside(made, file, line, column)]).toEqual([code, message, true]);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    tally.refused++;
    return;
  }
  tally.accepted++;
  const played = run(made, luck, event);
  if (played.journal.some(({ what }) => what === 'entered')) tally.entered++;
  if (played.effects.length > 0) tally.acted++;
  const failed = played.journal.filter(({ what, reason = '' }) => what === 'failed' && !ownReasons.has(reason));
  expect([text(made), failed]).toEqual([text(made), []]);
  const odd = played.effects.filter(({ data }) => slips.test(written(data)));
  expect([text(made), odd]).toEqual([text(made), []]);
  expect([text(made), unnamed(played)]).toEqual([text(made), []]);
}

/** What only those who carry an effect out read. */
const inner = new Set(['performer', 'datetime', 'standing', 'tags', 'user', 'of', 'order', 'customer', 'existed']);

/** Members of what was done that a Test could see and must not name. */
function unnamed({ effects }: Played): readonly string[] {
  return effects.flatMap((effect) => {
    const { shows, written: tell } = vocabulary.actions.find(({ name }) => name === effect.type)!;
    if (effect.outcome !== 'done' || shows === 'fields') return [];
    const members = Object.keys(tell?.(effect) ?? effect.data);
    return members.filter((name) => !shows.includes(name) && !inner.has(name)).map((name) => `${effect.type}.${name}`);
  });
}

function run(made: Made, luck: Luck, event: EventWord): Played {
  try {
    const program = compileProgram(made.project, made.sites, vocabulary);
    const played = playLive(program, eventsOf(luck, [event, ...usual]));
    // A runner writes all of it down.
    JSON.stringify(played);
    return played;
  } catch (error) {
    throw new Error(`what the checks let through fails: ${text(made)}`, { cause: error });
  }
}

function isInside(made: Made, file?: string, line = 0, column = 0): boolean {
  // What is about the shop's own resources stands there.
  if (file === 'shop.yaml') return line >= 1 && column >= 1;
  return file === 'any.yaml' && column >= 1 && column <= (made.lines[line - 1]?.length ?? -1) + 1;
}

const text = ({ documents }: Made): string => JSON.stringify(documents);

function written(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? 'NaN' : value,
  );
}

const words = [...vocabulary.forms, ...vocabulary.steps, ...vocabulary.actions];

describe('a random project that the checks let through runs without an error on whatever happens', () => {
  test.each(words)(
    'with $name',
    ({ name }) => {
      fc.assert(
        fc.property(anyLuck, fc.constantFrom(...vocabulary.events), (luck, event) => examine(luck, name, event)),
        { numRuns: 12 },
      );
    },
    60_000,
  );

  afterAll(() => {
    // Both kinds, and something to see.
    expect(tally.accepted).toBeGreaterThan(40);
    expect(tally.refused).toBeGreaterThan(40);
    expect(tally.entered).toBeGreaterThan(15);
    expect(tally.acted).toBeGreaterThan(5);
  });
});
