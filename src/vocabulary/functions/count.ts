import type { FunctionWord } from '../../language/scope.js';
import { any, listOf, number } from '../../language/valueType.js';

export const count: FunctionWord = {
  name: 'count',
  doc: 'How many elements a list has; a missing list has none.',
  example: 'count(customer.orders)',
  pure: true,
  overloads: [{ parameters: [listOf(any)], result: number }],
  evaluate: ([list]) => (Array.isArray(list) ? list.length : 0),
};
