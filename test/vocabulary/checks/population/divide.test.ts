import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../src/language/scope.js';
import { boolean, number, string } from '../../../../src/language/valueType.js';
import { dividePopulation, type Surroundings } from '../../../../src/vocabulary/checks/population/divide.js';
import { holds, readFormula, type Value } from '../../../../src/vocabulary/checks/population/formula.js';

const fields: Readonly<Record<string, Field>> = {
  'customer.ordersCount': { type: number, doc: '', always: { whole: true, least: 0, present: true } },
  'customer.daysSinceLastOrder': {
    type: number,
    doc: '',
    always: { whole: true, least: 0, present: 'customer.ordersCount >= 1' },
  },
  'customer.totalSumm': { type: number, doc: '', zeroWhenAbsent: true },
  'customer.sex': { type: string, doc: '' },
  'customer.vip': { type: boolean, doc: '' },
  'customer.site': { type: { type: 'string', enumeration: 'site' }, doc: '' },
};
const around: Surroundings = {
  fieldAt: (path) => fields[path],
  codesOf: (path) => (path === 'customer.site' ? new Set(['msk', 'spb']) : undefined),
};
const divide = (population: string | undefined, ...parts: (string | undefined)[]) => {
  const division = dividePopulation(population, parts, around);
  if (!division) throw new Error('not divided');
  return division;
};

/** The Segmentation of the language's own documentation. */
const rf = [
  'customer.ordersCount >= 4 && customer.daysSinceLastOrder <= 90',
  'customer.ordersCount >= 2 && customer.daysSinceLastOrder <= 60',
  'customer.ordersCount == 1 && customer.daysSinceLastOrder <= 30',
  'customer.daysSinceLastOrder > 180',
  'customer.ordersCount >= 4',
  'customer.daysSinceLastOrder <= 90',
  undefined,
];

describe('dividing a population', () => {
  it('finds the seven RF segments whole and alive', () => {
    const division = divide('customer.ordersCount >= 1', ...rf);
    expect(division.hole).toBeUndefined();
    expect(division.dead).toEqual([]);
    expect(division.undecided).toEqual([]);
    expect(division.overlaps.map(({ earlier, later }) => [earlier, later])).toContainEqual([0, 1]);
  });

  it('shows a customer who falls through', () => {
    const division = divide('customer.ordersCount >= 1', 'customer.ordersCount >= 4', 'customer.ordersCount <= 2');
    expect(division.hole).toEqual(new Map([['customer.ordersCount', 3]]));
  });

  it('names what takes everybody from a segment that cannot win', () => {
    expect(
      divide(undefined, 'customer.totalSumm >= 100', 'customer.totalSumm < 100', 'customer.totalSumm > 500').dead,
    ).toEqual([{ part: 2, takenBy: [0] }]);
    expect(divide(undefined, undefined, 'customer.vip').dead).toEqual([{ part: 1, takenBy: [0] }]);
    expect(divide(undefined, 'customer.totalSumm > 5 && customer.totalSumm < 3', undefined).dead).toEqual([
      { part: 0, takenBy: [] },
    ]);
  });

  it('knows that between two whole numbers there is none, and between two sums there is', () => {
    expect(divide(undefined, 'customer.ordersCount <= 2', 'customer.ordersCount >= 3').hole).toBeUndefined();
    expect(divide(undefined, 'customer.totalSumm <= 2', 'customer.totalSumm >= 3').hole).toEqual(
      new Map([['customer.totalSumm', 2.5]]),
    );
  });

  it('remembers that a value may be missing, except where it cannot be', () => {
    expect(
      divide(undefined, 'customer.sex == "male"', 'customer.sex == "female"', 'customer.sex != null').hole,
    ).toEqual(new Map([['customer.sex', undefined]]));
    expect(divide(undefined, 'customer.vip', '!customer.vip').hole).toBeUndefined();
    expect(
      divide(undefined, 'customer.daysSinceLastOrder <= 90', 'customer.daysSinceLastOrder > 90').hole?.get(
        'customer.ordersCount',
      ),
    ).toBe(0);
    expect(
      divide('customer.ordersCount > 0', 'customer.daysSinceLastOrder <= 90', 'customer.daysSinceLastOrder > 90').hole,
    ).toBeUndefined();
    expect(
      divide(undefined, 'customer.totalSumm > 0', 'customer.totalSumm == 0', 'customer.totalSumm < 0').hole,
    ).toBeUndefined();
  });

  it('takes a closed enumeration as all there is', () => {
    expect(divide('customer.site != null', 'customer.site == "msk"', 'customer.site == "spb"').hole).toBeUndefined();
    expect(divide('customer.site != null', 'customer.site in ["msk"]').hole).toEqual(
      new Map([['customer.site', 'spb']]),
    );
  });

  it('does not claim what it cannot know', () => {
    const division = divide(
      undefined,
      'inSegment("vip")',
      'customer.orders.exists(o, o.totalSumm > 5)',
      'customer.vip',
    );
    expect(division.hole).toBeUndefined();
    expect(division.undecided).toEqual(['inSegment("vip")', 'customer.orders.exists(o, o.totalSumm > 5)']);
    expect(divide(undefined, 'inSegment("vip")', '!inSegment("vip")').undecided).toEqual([]);
    expect(divide(undefined, undefined, 'inSegment("vip")').dead).toEqual([{ part: 1, takenBy: [0] }]);
  });

  it('agrees with customers made at random', () => {
    const comparison = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('ordersCount', 'daysSinceLastOrder', 'totalSumm'),
          fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
          fc.integer({ min: 0, max: 4 }),
        )
        .map(([field, by, constant]) => `customer.${field} ${by} ${String(constant)}`),
      fc.constantFrom(
        'customer.vip',
        'customer.sex == "male"',
        'customer.sex in ["male", "female"]',
        'customer.sex == null',
        'customer.site == "msk"',
        'customer.ordersCount.orValue(1) == 1',
      ),
    );
    const condition = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 2 },
        comparison,
        fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map(([a, by, b]) => `(${a} ${by} ${b})`),
        tie('any').map((a) => `!(${a})`),
      ),
    })).any;
    const customer = fc.record({
      'customer.ordersCount': fc.integer({ min: 0, max: 6 }),
      'customer.daysSinceLastOrder': fc.integer({ min: 0, max: 6 }),
      'customer.totalSumm': fc.integer({ min: -1, max: 10 }).map((half) => half / 2),
      'customer.sex': fc.constantFrom<Value>('male', 'female', 'else', undefined),
      'customer.vip': fc.constantFrom<Value>(true, false, undefined),
      'customer.site': fc.constantFrom<Value>('msk', 'spb', undefined),
    });
    fc.assert(
      fc.property(
        condition,
        fc.array(condition, { minLength: 1, maxLength: 3 }),
        fc.array(customer, { minLength: 20, maxLength: 40 }),
        (of, parts, customers) => {
          const division = dividePopulation(of, parts, around);
          if (!division) return;
          const all = [of, ...parts].map((source) => readFormula(source)!);
          for (const made of customers) {
            const valueOf = (path: string): Value => {
              if (path === 'customer.daysSinceLastOrder' && made['customer.ordersCount'] === 0) return undefined;
              return (made as Readonly<Record<string, Value>>)[path];
            };
            const [inside, ...matches] = all.map((formula) => holds(formula, valueOf, () => false));
            if (!inside) continue;
            const winner = matches.indexOf(true);
            if (winner < 0) expect(division.hole).toBeDefined();
            else expect(division.dead.map(({ part }) => part)).not.toContain(winner);
          }
          if (division.hole) {
            const [inside, ...matches] = all.map((formula) =>
              holds(
                formula,
                (path) => division.hole!.get(path),
                () => false,
              ),
            );
            expect([inside, matches.includes(true)]).toEqual([true, false]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
