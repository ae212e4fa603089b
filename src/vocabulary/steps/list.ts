import { shapes, type Shape } from '../../language/shape.js';
import { actions } from '../actions/index.js';
import { stepKeys } from './common.js';
import { steps } from './index.js';

/**
 * A list of steps: flow and actions alike, told apart by their one key. A function, because steps hold lists of steps
 * themselves: it is there whichever of the modules is read first.
 */
export function stepList(): Shape {
  return shapes.lazy('steps', () => listOfSteps);
}

const step: Shape = {
  shape: 'dispatch',
  noun: 'step',
  words: () => Object.fromEntries([...steps, ...actions].map((word) => [word.name, word])),
  common: {
    ...stepKeys,
    onError: shapes.either(
      { scalar: shapes.choice(['fail', 'continue']), list: stepList() },
      'What happens when the step fails: the instance fails (default), goes on, or runs these steps and goes on.',
    ),
  },
  required: ['id'],
};

const listOfSteps: Shape = shapes.list(step, { min: 1, doc: 'Steps, in order.' });
