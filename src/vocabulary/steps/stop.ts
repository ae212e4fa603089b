import { shapes } from '../../language/shape.js';
import type { StepWord } from '../meaning/step.js';

export const stop: StepWord = {
  name: 'stop',
  doc: 'Ends the instance; the reason stands in the journal.',
  example: '{id: enough, stop: "already paid"}',
  value: shapes.string({ doc: 'Why.' }),
  run: ({ spec }) => ({ do: 'stop', reason: String(spec['stop']) }),
};
