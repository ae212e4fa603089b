import type { FunctionWord } from '../../language/scope.js';
import { any, listOf } from '../../language/valueType.js';
import { elementType } from './elementType.js';

export const first: FunctionWord = {
  name: 'first',
  doc: 'The first element of a list; missing when it is empty.',
  example: 'first(customer.orders).createdAt',
  pure: true,
  overloads: [{ parameters: [listOf(any)], result: any, infer: ([list]) => elementType(list) }],
  evaluate: ([list]) => (Array.isArray(list) ? list[0] : undefined),
};
