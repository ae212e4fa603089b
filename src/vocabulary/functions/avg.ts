import type { FunctionWord } from '../../language/scope.js';
import { listOf, number } from '../../language/valueType.js';
import { numbersOf } from './numbersOf.js';

export const avg: FunctionWord = {
  name: 'avg',
  doc: 'The average of the numbers of a list; missing of an empty one.',
  example: 'avg(customer.orders.map(o, o.totalSumm))',
  pure: true,
  overloads: [{ parameters: [listOf(number)], result: number }],
  evaluate: ([list]) => {
    const numbers = numbersOf(list);
    return numbers.length === 0 ? undefined : numbers.reduce((total, each) => total + each, 0) / numbers.length;
  },
};
