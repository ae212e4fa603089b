import type { FunctionWord } from '../../language/scope.js';
import { number } from '../../language/valueType.js';

export const floor: FunctionWord = {
  name: 'floor',
  doc: 'The next whole number below.',
  example: 'floor(order.totalSumm / 100)',
  pure: true,
  overloads: [{ parameters: [number], result: number }],
  evaluate: ([value]) => (typeof value === 'number' ? Math.floor(value) : undefined),
};
