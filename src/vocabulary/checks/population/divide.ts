import type { Field } from '../../../language/scope.js';
import { cellsOf } from './cells.js';
import { atomsOf, holds, readFormula, type Formula, type Value } from './formula.js';

/** A made-up customer: the compared fields, by path; `undefined` is missing. */
export type Example = ReadonlyMap<string, Value>;

export interface Division {
  /** Nobody of the population may fall through; an example of one who does. */
  readonly hole?: Example;
  /** Segments that can never win: the numbers of the earlier segments that take what they match (none: they match nobody). */
  readonly dead: readonly { readonly part: number; readonly takenBy: readonly number[] }[];
  /** Pairs of segments that both match somebody. */
  readonly overlaps: readonly { readonly earlier: number; readonly later: number; readonly example: Example }[];
  /** Conditions that are no comparisons with constants, on which it depends whether there is a hole. */
  readonly undecided: readonly string[];
}

export interface Surroundings {
  readonly fieldAt: (path: string) => Field | undefined;
  /** Codes of a closed enumeration. */
  readonly codesOf: (path: string) => ReadonlySet<string> | undefined;
}

/** More combinations than this are not tried. */
const limit = 200_000;

/**
 * Tries every distinguishable customer against the conditions of a Segmentation, in their order. Exact when the
 * conditions only compare fields with constants; unknown conditions are taken as either, so that a proof of "never" or
 * "nobody" stays one. `undefined`: a condition does not parse, or there are too many combinations.
 */
export function dividePopulation(
  population: string | undefined,
  parts: readonly (string | undefined)[],
  around: Surroundings,
): Division | undefined {
  const formulas = [population, ...parts].map((source) => (source === undefined ? always : readFormula(source)));
  if (formulas.includes(undefined)) return undefined;
  const [of, ...segments] = formulas as [Formula, ...Formula[]];
  const facts = factsAbout([...atomsOf(formulas as Formula[]).fields.keys()], around);
  const { fields, unknown } = atomsOf([of, ...segments, ...facts.map((fact) => fact.when)]);
  const paths = [...fields.keys()];
  const cells = paths.map((path) => cellsOf(fields.get(path)!, around.fieldAt(path), around.codesOf(path)));
  const guesses = [...unknown];
  if (cells.reduce((count, list) => count * list.length, 2 ** guesses.length) > limit) return undefined;

  const tally = newTally(segments.length);
  forEachCombination(cells, (values) => {
    const customer = new Map(paths.map((path, index) => [path, values[index]]));
    const valueOf = (path: string): Value => customer.get(path);
    if (!facts.every((fact) => (customer.get(fact.path) !== undefined) === holds(fact.when, valueOf, () => false)))
      return;
    tryGuesses(customer, valueOf);
  });
  return summaryOf(tally, guesses);

  function tryGuesses(customer: Example, valueOf: (path: string) => Value): void {
    let falls = 0;
    const combinations = 2 ** guesses.length;
    for (let bits = 0; bits < combinations; bits++) {
      const truthOf = (source: string): boolean => ((bits >> guesses.indexOf(source)) & 1) === 1;
      if (!holds(of, valueOf, truthOf)) continue;
      const matching = segments.flatMap((segment, index) => (holds(segment, valueOf, truthOf) ? [index] : []));
      if (matching.length === 0) falls += 1;
      count(tally, matching, customer, segments);
    }
    if (falls > 0) tally.perhapsHole = true;
    if (falls === combinations) tally.hole ??= customer;
  }
}

const always: Formula = { is: 'constant', value: true };

interface Tally {
  readonly wins: number[];
  readonly takers: Set<number>[];
  readonly overlaps: Map<string, { earlier: number; later: number; example: Example }>;
  hole: Example | undefined;
  perhapsHole: boolean;
}

function newTally(parts: number): Tally {
  const each = Array.from({ length: parts });
  return {
    wins: each.map(() => 0),
    takers: each.map(() => new Set()),
    overlaps: new Map(),
    hole: undefined,
    perhapsHole: false,
  };
}

function count(tally: Tally, matching: readonly number[], example: Example, segments: readonly Formula[]): void {
  const [winner, ...others] = matching;
  if (winner === undefined) return;
  tally.wins[winner]! += 1;
  for (const later of others) {
    tally.takers[later]!.add(winner);
    // Everybody else of the population is what a segment without a condition is for.
    if (segments[later] === always) continue;
    const key = `${String(winner)} ${String(later)}`;
    if (!tally.overlaps.has(key)) tally.overlaps.set(key, { earlier: winner, later, example });
  }
}

function summaryOf(tally: Tally, guesses: readonly string[]): Division {
  const dead = tally.wins.flatMap((wins, part) =>
    wins === 0 ? [{ part, takenBy: [...tally.takers[part]!].sort((a, b) => a - b) }] : [],
  );
  const overlaps =
    guesses.length > 0
      ? []
      : [...tally.overlaps.values()]
          .filter(({ later }) => tally.wins[later]! > 0)
          .sort((a, b) => a.later - b.later || a.earlier - b.earlier);
  return {
    ...(tally.hole && { hole: tally.hole }),
    dead,
    overlaps,
    undecided: tally.hole === undefined && tally.perhapsHole ? guesses : [],
  };
}

/** Fields that are there exactly when something holds: days since the last order, when there is an order. */
function factsAbout(
  paths: readonly string[],
  around: Surroundings,
): readonly { readonly path: string; readonly when: Formula }[] {
  return paths.flatMap((path) => {
    const present = around.fieldAt(path)?.always?.present;
    const when = typeof present === 'string' ? readFormula(present) : undefined;
    return when ? [{ path, when }] : [];
  });
}

function forEachCombination(lists: readonly (readonly Value[])[], visit: (values: readonly Value[]) => void): void {
  const values: Value[] = [];
  const choose = (index: number): void => {
    if (index === lists.length) visit(values);
    else
      for (const value of lists[index]!) {
        values[index] = value;
        choose(index + 1);
      }
  };
  choose(0);
}
