import type { FunctionWord } from '../../language/scope.js';
import { extreme, ordered } from './extreme.js';

export const max: FunctionWord = {
  name: 'max',
  doc: 'The greatest of a list or of two values; missing ones do not count, of none it is missing.',
  example: 'max(order.items.map(i, i.price))',
  pure: true,
  overloads: ordered,
  evaluate: (args) => extreme(args, (a, b) => a > b),
};
