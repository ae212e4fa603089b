import type { FunctionWord } from '../../language/scope.js';
import { listOf, number } from '../../language/valueType.js';
import { numbersOf } from './numbersOf.js';

export const sum: FunctionWord = {
  name: 'sum',
  doc: 'The sum of the numbers of a list; 0 of an empty one.',
  example: 'sum(order.items.map(i, i.sum))',
  pure: true,
  overloads: [{ parameters: [listOf(number)], result: number }],
  evaluate: ([list]) => numbersOf(list).reduce((total, each) => total + each, 0),
};
