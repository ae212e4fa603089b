import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/engine/index.js';
import { ambientOf, eventVariable, extend, variablesOf } from '../../src/engine/scope.js';
import { compileExpression } from '../../src/language/expression/compile.js';
import { isDuration } from '../../src/language/expression/hydrate.js';
import type { Environment, Scope } from '../../src/language/scope.js';
import { any, boolean, listOf, type ValueType } from '../../src/language/valueType.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { variablesOfEvent } from '../../src/vocabulary/on/common.js';
import type { EventWord } from '../../src/vocabulary/word.js';
import { projectOf } from '../simulate/support/project.js';
import { eventsOf } from './events.js';
import { covered, expressionsOf, functionsOf, ofGrammar, plainTypes, type Expressions } from './expression.js';
import { anyLuck, type Luck } from './luck.js';
import { shop } from './shop.js';

const { project, sites, words } = projectOf(shop);
const program = compileProgram(project, sites, words);

function environmentAt(event: EventWord): Environment {
  return {
    ...sites.environment,
    variables: { ...variablesOfEvent(event.name, vocabulary), now: { type: 'timestamp' }, trigger: { type: 'string' } },
  };
}

/** What an event of this kind gives to conditions, after some days of a shop. */
function sceneOf(luck: Luck, word: EventWord): Scope {
  const state = createMemoryState();
  const events = eventsOf(luck, [word]);
  const simulation = startSimulation(program, state, vocabulary, events[0]!.at, () => undefined);
  for (const event of events) simulation.take(event);
  simulation.runUntil(instant(events.at(-1)!.at + 1));
  const last = events.findLast(({ type }) => type === word.name) ?? events.at(-1)!;
  const about = { order: '1', customer: luck.pick(['1', '2']) };
  const scope = variablesOf(eventVariable(last, 'event'), about, ambientOf(program, state, last.at));
  return extend(scope, { trigger: 'it' });
}

/** Whether a value is one of the type; a missing one is of every type. */
function isOf(value: unknown, type: ValueType): boolean {
  if (value === undefined || type.type === 'any') return true;
  if (type.type === 'string' || type.type === 'boolean') return typeof value === type.type;
  if (type.type === 'number') return typeof value === 'number' && !Number.isNaN(value);
  if (type.type === 'timestamp') return typeof value === 'number' && Number.isFinite(value);
  if (type.type === 'duration') return isDuration(value);
  if (type.type === 'list') return Array.isArray(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Tally {
  accepted: number;
  refused: number;
}

/** Refused with a place in the source; or it gives a value of its type and can say why, and throws never. */
function examine(source: string, environment: Environment, yields: ValueType, scope: Scope, tally: Tally): void {
  const compiled = compileExpression(source, environment, yields);
  if ('problems' in compiled) {
    tally.refused++;
    expect(compiled.problems.length).toBeGreaterThan(0);
    for (const { code, message, start, end } of compiled.problems) {
      const isInside = start >= 0 && start <= end && end <= source.length;
      expect([source, code, message, isInside]).toEqual([source, expect.stringMatching(/^CRM\d+$/), message, true]);
    }
    return;
  }
  tally.accepted++;
  const { expression } = compiled;
  const value = expression.evaluate(scope);
  expect([source, value, isOf(value, expression.type)]).toEqual([source, value, true]);
  if (yields.type === 'boolean') expect([source, typeof value]).toEqual([source, 'boolean']);
  expect([source, expression.evaluate(scope)]).toEqual([source, value]);
  expect(JSON.stringify(expression.because(scope))).toContain('source');
}

function holdFor(
  event: EventWord,
  runs: number,
  make: (luck: Luck, expressions: Expressions) => readonly [string, ValueType],
): void {
  const tally: Tally = { accepted: 0, refused: 0 };
  const environment = environmentAt(event);
  fc.assert(
    fc.property(anyLuck, (luck) => {
      const scope = sceneOf(luck, event);
      for (let count = 0; count < 8; count++) {
        const [source, yields] = make(luck, expressionsOf(luck, environment));
        examine(source, environment, yields, scope, tally);
      }
    }),
    { numRuns: runs },
  );
  // Enough of both kinds.
  expect(tally.accepted).toBeGreaterThan(runs);
}

describe('an expression that the check lets through gives a value of its type on whatever data, and never throws', () => {
  test.each(vocabulary.events)('about $name', (event) => {
    holdFor(event, 12, (luck, expressions) => {
      const type = luck.pick([boolean, ...plainTypes, listOf(any)]);
      return [expressions.of(type), luck.rarely(4) ? any : type];
    });
  });

  const order = vocabulary.events.find(({ name }) => name === 'order.created')!;
  test.each(functionsOf(sites.environment as Environment))('with $name', (word) => {
    holdFor(order, 6, (_, expressions) => [expressions.call(word), any]);
  });

  test('every field of every object', () => {
    const objects = Object.values(sites.environment.objects);
    const variables = Object.fromEntries(objects.map(({ name }) => [name, { type: 'object', name } as const]));
    const environment = { ...sites.environment, variables };
    fc.assert(
      fc.property(anyLuck, fc.constantFrom(...vocabulary.events), (luck, event) => {
        const scope = sceneOf(luck, event);
        const tally: Tally = { accepted: 0, refused: 0 };
        for (const { name, fields } of objects)
          for (const field of Object.keys(fields)) examine(`${name}.${field}`, environment, any, scope, tally);
        expect(tally.refused).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  test('every form of the grammar has its part in this', () => {
    expect(ofGrammar.filter((name) => !covered.has(name))).toEqual([]);
  });
});
