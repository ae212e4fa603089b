import type { FunctionWord } from '../../language/scope.js';
import { number } from '../../language/valueType.js';

export const ceil: FunctionWord = {
  name: 'ceil',
  doc: 'The next whole number above.',
  example: 'ceil(order.totalSumm / 100)',
  pure: true,
  overloads: [{ parameters: [number], result: number }],
  evaluate: ([value]) => (typeof value === 'number' ? Math.ceil(value) : undefined),
};
