import { sameValue } from '../../language/expression/sameValue.js';
import type { FunctionWord } from '../../language/scope.js';
import { any, listOf } from '../../language/valueType.js';
import { elementType } from './elementType.js';

export const distinct: FunctionWord = {
  name: 'distinct',
  doc: 'The elements without repetitions, each at its first place; missing ones are left out.',
  example: 'distinct(order.items.map(i, i.offer.article))',
  pure: true,
  overloads: [{ parameters: [listOf(any)], result: listOf(any), infer: ([list]) => listOf(elementType(list)) }],
  evaluate: ([list]) => (Array.isArray(list) ? distinctOf(list) : []),
};

function distinctOf(list: readonly unknown[]): readonly unknown[] {
  const plain = new Set<unknown>();
  const others: unknown[] = [];
  return list.filter((each) => {
    if (each === undefined || each === null) return false;
    if (typeof each !== 'object') return !plain.has(each) && plain.add(each);
    return !others.some((other) => sameValue(other, each)) && others.push(each);
  });
}
