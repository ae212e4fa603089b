import type { FunctionWord } from '../../language/scope.js';
import { number } from '../../language/valueType.js';

export const round: FunctionWord = {
  name: 'round',
  doc: 'The nearest whole number, halves away from zero; or to so many digits after the point.',
  example: 'round(order.totalSumm * 0.05, 2)',
  pure: true,
  overloads: [
    { parameters: [number], result: number },
    { parameters: [number, number], result: number },
  ],
  evaluate: ([value, digits]) => {
    if (typeof value !== 'number') return undefined;
    return nearest(value, typeof digits === 'number' ? Math.min(12, Math.max(0, Math.trunc(digits))) : 0);
  },
};

/** By the decimal text of the number, so that 1.005 to two digits is 1.01. */
function nearest(value: number, digits: number): number {
  const shifted = Number(`${Math.abs(value)}e${digits}`);
  const rounded = Number.isNaN(shifted) ? Math.abs(value) : Number(`${Math.round(shifted)}e-${digits}`);
  return value < 0 ? -rounded : rounded;
}
