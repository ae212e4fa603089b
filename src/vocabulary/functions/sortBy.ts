import { lengthOf } from '../../language/expression/durations.js';
import { isDuration } from '../../language/expression/hydrate.js';
import type { FunctionWord } from '../../language/scope.js';
import { any } from '../../language/valueType.js';

export const sortBy: FunctionWord = {
  name: 'sortBy',
  doc: 'The elements in ascending order of a number, moment, duration or text of each; equal ones stay as they are, those without one come last.',
  example: 'order.items.sortBy(i, i.price)',
  overloads: [],
  binds: {
    over: 'list',
    yields: any,
    evaluate: ({ list, of }) =>
      list
        .map((element) => ({ element, rank: rankOf(of(element)) }))
        .sort((a, b) => compare(a.rank, b.rank))
        .map(({ element }) => element),
  },
  evaluate: () => undefined,
};

type Rank = number | string | undefined;

function rankOf(value: unknown): Rank {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  return isDuration(value) ? lengthOf(value) : undefined;
}

/** Numbers before texts before nothing, so that mixed data has one order too. */
function compare(a: Rank, b: Rank): number {
  const [classA, classB] = [classOf(a), classOf(b)];
  if (classA !== classB || a === undefined || b === undefined) return classA - classB;
  return a < b ? -1 : a > b ? 1 : 0;
}

function classOf(rank: Rank): number {
  return typeof rank === 'number' && !Number.isNaN(rank) ? 0 : typeof rank === 'string' ? 1 : 2;
}
