import { Environment as Cel } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileExpression } from '../../../src/language/expression/compile.js';
import { codes } from '../../../src/language/expression/codes.js';
import type { Environment, ObjectWord } from '../../../src/language/scope.js';
import {
  any,
  boolean,
  listOf,
  mapOf,
  number,
  object,
  string,
  type ValueType,
} from '../../../src/language/valueType.js';
import { scopeOf } from './shop.js';

/** Our closures against cel-js's own evaluator, on random well-typed expressions and random data that is all there. */
const fields: Readonly<Record<string, readonly [ValueType, string]>> = {
  n: [number, 'double'],
  m: [number, 'double'],
  s: [string, 'string'],
  t: [string, 'string'],
  b: [boolean, 'bool'],
  c: [boolean, 'bool'],
  numbers: [listOf(number), 'list<double>'],
  words: [listOf(string), 'list<string>'],
  prices: [mapOf(number), 'map<string, double>'],
};
const thing: ObjectWord = {
  name: 'thing',
  doc: '',
  fields: Object.fromEntries(Object.entries(fields).map(([name, [type]]) => [name, { type, doc: '' }])),
};
const environment: Environment = {
  variables: { x: object('thing'), y: object('thing') },
  objects: { thing },
  functions: [],
  enumerations: {},
};

const celTypes = Object.fromEntries(Object.entries(fields).map(([name, [, type]]) => [name, type]));
const cel = new Cel()
  .registerType('Thing', { fields: celTypes })
  .registerVariable('x', 'Thing')
  .registerVariable('y', 'Thing');

type Kind = 'number' | 'string' | 'boolean' | 'numbers' | 'words';
/** Bound variables by type, innermost last. */
interface Bound {
  readonly number: readonly string[];
  readonly string: readonly string[];
}

const double = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));
const letters = fc.string({ unit: fc.constantFrom('a', 'B', '№', '😀', ' '), maxLength: 4 });
const value = fc.integer({ min: -40, max: 40 }).map((each) => each / 4);

const built = new Map<string, fc.Arbitrary<string>>();

function expression(kind: Kind, depth: number, bound: Bound = { number: [], string: [] }): fc.Arbitrary<string> {
  const key = JSON.stringify([kind, depth, bound]);
  const known = built.get(key) ?? build(kind, depth, bound);
  built.set(key, known);
  return known;
}

function build(kind: Kind, depth: number, bound: Bound): fc.Arbitrary<string> {
  const deeper = (of: Kind, more: Bound = bound): fc.Arbitrary<string> => expression(of, depth - 1, more);
  const pair = (of: Kind): fc.Arbitrary<readonly [string, string]> => fc.tuple(deeper(of), deeper(of));
  const own = fc.constantFrom('x', 'y');
  const leaves: Record<Kind, fc.Arbitrary<string>> = {
    number: fc.oneof(
      fc.tuple(own, fc.constantFrom('n', 'm')).map(([o, f]) => `${o}.${f}`),
      value.map(double),
      ...bound.number.map((name) => fc.constant(name)),
      own.map((o) => `${o}.prices["p"]`),
    ),
    string: fc.oneof(
      fc.tuple(own, fc.constantFrom('s', 't')).map(([o, f]) => `${o}.${f}`),
      letters.map((text) => JSON.stringify(text)),
      ...bound.string.map((name) => fc.constant(name)),
    ),
    boolean: fc.oneof(
      fc.tuple(own, fc.constantFrom('b', 'c')).map(([o, f]) => `${o}.${f}`),
      fc.constantFrom('true', 'false'),
    ),
    numbers: own.map((o) => `${o}.numbers`),
    words: own.map((o) => `${o}.words`),
  };
  if (depth <= 0) return leaves[kind];
  const name = `v${depth}`;
  const numberBound: Bound = { ...bound, number: [...bound.number, name] };
  const stringBound: Bound = { ...bound, string: [...bound.string, name] };
  const macro = fc.constantFrom('all', 'exists', 'exists_one');
  const trees: Record<Kind, readonly fc.Arbitrary<string>[]> = {
    number: [
      fc.tuple(pair('number'), fc.constantFrom('+', '-', '*')).map(([[a, b], op]) => `(${a} ${op} ${b})`),
      fc.tuple(deeper('number'), fc.integer({ min: 1, max: 9 })).map(([a, b]) => `(${a} / ${double(b)})`),
      deeper('number').map((a) => `-(${a})`),
      fc.tuple(deeper('boolean'), pair('number')).map(([a, [b, c]]) => `(${a} ? ${b} : ${c})`),
    ],
    string: [
      pair('string').map(([a, b]) => `(${a} + ${b})`),
      fc.tuple(deeper('string'), fc.constantFrom('lowerAscii', 'upperAscii', 'trim')).map(([a, f]) => `(${a}).${f}()`),
      fc.tuple(deeper('boolean'), pair('string')).map(([a, [b, c]]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(deeper('words'), deeper('string')).map(([a, b]) => `(${a}).join(${b})`),
    ],
    boolean: [
      fc
        .tuple(pair('number'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='))
        .map(([[a, b], op]) => `(${a} ${op} ${b})`),
      fc
        .tuple(pair('string'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='))
        .map(([[a, b], op]) => `(${a} ${op} ${b})`),
      fc.tuple(pair('boolean'), fc.constantFrom('&&', '||', '==', '!=')).map(([[a, b], op]) => `(${a} ${op} ${b})`),
      deeper('boolean').map((a) => `!(${a})`),
      fc
        .tuple(deeper('string'), deeper('string'), fc.constantFrom('contains', 'startsWith', 'endsWith'))
        .map(([a, b, f]) => `(${a}).${f}(${b})`),
      fc.tuple(deeper('number'), deeper('numbers')).map(([a, b]) => `(${a} in ${b})`),
      fc.tuple(deeper('string'), deeper('words')).map(([a, b]) => `(${a} in ${b})`),
      fc.tuple(deeper('string'), own).map(([a, o]) => `(${a} in ${o}.prices)`),
      fc.tuple(pair('numbers'), fc.constantFrom('==', '!=')).map(([[a, b], op]) => `(${a} ${op} ${b})`),
      fc
        .tuple(deeper('numbers'), deeper('boolean', numberBound), macro)
        .map(([a, b, f]) => `(${a}).${f}(${name}, ${b})`),
      fc.tuple(deeper('words'), deeper('boolean', stringBound), macro).map(([a, b, f]) => `(${a}).${f}(${name}, ${b})`),
      fc
        .tuple(deeper('words'), pair('string'))
        .map(([a, [b, c]]) => `[${b}, ${c}] != ${a}`)
        .map((each) => `(${each})`),
    ],
    numbers: [
      fc.tuple(deeper('numbers'), deeper('boolean', numberBound)).map(([a, b]) => `(${a}).filter(${name}, ${b})`),
      fc.tuple(deeper('numbers'), deeper('number', numberBound)).map(([a, b]) => `(${a}).map(${name}, ${b})`),
      fc.tuple(deeper('words'), deeper('number', stringBound)).map(([a, b]) => `(${a}).map(${name}, ${b})`),
      pair('numbers').map(([a, b]) => `(${a} + ${b})`),
      fc.array(deeper('number'), { minLength: 1, maxLength: 3 }).map((each) => `[${each.join(', ')}]`),
    ],
    words: [
      fc.tuple(deeper('words'), deeper('boolean', stringBound)).map(([a, b]) => `(${a}).filter(${name}, ${b})`),
      fc.tuple(deeper('numbers'), deeper('string', numberBound)).map(([a, b]) => `(${a}).map(${name}, ${b})`),
      pair('words').map(([a, b]) => `(${a} + ${b})`),
      fc
        .tuple(
          deeper('string'),
          letters.filter((text) => text !== ''),
        )
        .map(([a, b]) => `(${a}).split(${JSON.stringify(b)})`),
    ],
  };
  return fc.oneof(leaves[kind], ...trees[kind], ...trees[kind]);
}

const data = fc.record({
  n: value,
  m: value,
  s: letters,
  t: letters,
  b: fc.boolean(),
  c: fc.boolean(),
  numbers: fc.array(value, { maxLength: 4 }),
  words: fc.array(letters, { maxLength: 4 }),
  prices: fc.record({ p: value, a: value }),
});

const kinds = ['boolean', 'number', 'string', 'numbers', 'words'] as const;

it('a checked expression gives what cel-js gives, on data without missing values', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds).chain((kind) => expression(kind, 4)),
      data,
      data,
      (source, x, y) => {
        const ours = compileExpression(source, environment, any);
        if ('problems' in ours && ours.problems.every(({ code }) => code === codes.tooCostly)) return;
        expect('problems' in ours ? [source, ours.problems] : []).toEqual([]);
        const check = cel.check(source);
        expect(check.valid ? [] : [source, check.error?.message]).toEqual([]);
        const theirs: unknown = cel.evaluate(source, { x, y });
        if ('expression' in ours)
          expect([source, plain(ours.expression.evaluate(scopeOf({ x, y })))]).toEqual([source, plain(theirs)]);
        compared += 1;
      },
    ),
    { numRuns: 1500 },
  );
  expect(compared).toBeGreaterThan(1400);
});

/** -0 and 0 are one number in every comparison. */
function plain(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(plain);
  return typeof result === 'number' ? result + 0 : result;
}
