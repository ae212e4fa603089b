import type { FunctionWord } from '../../language/scope.js';
import { any, listOf } from '../../language/valueType.js';
import { elementType } from './elementType.js';

export const flatten: FunctionWord = {
  name: 'flatten',
  doc: 'The elements of the lists of a list, one after the other.',
  example: 'flatten(customer.orders.map(o, o.items))',
  pure: true,
  overloads: [
    {
      parameters: [listOf(any)],
      result: listOf(any),
      infer: ([list]) => {
        const inner = elementType(list);
        return inner.type === 'list' ? inner : listOf(inner);
      },
    },
  ],
  evaluate: ([list]) => (Array.isArray(list) ? list.filter((each) => each !== undefined && each !== null).flat() : []),
};
