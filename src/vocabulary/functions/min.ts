import type { FunctionWord } from '../../language/scope.js';
import { extreme, ordered } from './extreme.js';

export const min: FunctionWord = {
  name: 'min',
  doc: 'The least of a list or of two values; missing ones do not count, of none it is missing.',
  example: 'min(order.items.map(i, i.price))',
  pure: true,
  overloads: ordered,
  evaluate: (args) => extreme(args, (a, b) => a < b),
};
