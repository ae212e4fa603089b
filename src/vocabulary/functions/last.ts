import type { FunctionWord } from '../../language/scope.js';
import { any, listOf } from '../../language/valueType.js';
import { elementType } from './elementType.js';

export const last: FunctionWord = {
  name: 'last',
  doc: 'The last element of a list; missing when it is empty.',
  example: 'last(customer.orders).createdAt',
  pure: true,
  overloads: [{ parameters: [listOf(any)], result: any, infer: ([list]) => elementType(list) }],
  evaluate: ([list]) => (Array.isArray(list) ? list.at(-1) : undefined),
};
