import { shapes } from '../../language/shape.js';
import { number, oneOf, string } from '../../language/valueType.js';
import { stableShare } from '../../model/stableShare.js';
import { given, idleStep } from '../idle.js';
import type { StepWord } from '../meaning/step.js';

export const split: StepWord = {
  name: 'split',
  doc: 'Divides customers into arms by weight. A stable hash decides, so that a customer always gets the same arm of this step.',
  example: '{id: test, split: {a: 50, b: 50}}',
  value: shapes.object(
    {},
    { doc: 'Arm → weight.', rest: shapes.number({ min: 0, doc: 'Weight of the arm; only their ratio counts.' }) },
  ),
  idle: (spec) =>
    Object.values(given(spec, 'split')).some((weight) => Number(weight) > 0)
      ? []
      : idleStep('split', 'split: {a: 50, b: 50}'),
  results: { arm: string, share: number },
  resultsOf: (spec) => ({ arm: oneOf(Object.keys(given(spec, 'split'))) }),
  run: ({ spec, path, trigger, customer, key }) => {
    // The shape is a map of numbers.
    const arms = Object.entries(spec['split'] as Record<string, number>);
    const whole = arms.reduce((sum, [, weight]) => sum + weight, 0);
    const point = stableShare('split', trigger, path, customer ?? key) * whole;
    let passed = 0;
    for (const [arm, weight] of arms) {
      passed += weight;
      if (point < passed) return { do: 'next', result: { arm, share: weight / whole } };
    }
    return { do: 'stop', reason: 'split-without-weight', fails: true };
  },
};
