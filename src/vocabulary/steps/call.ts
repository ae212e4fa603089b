import { shapes } from '../../language/shape.js';
import { isObject } from '../../model/json.js';
import type { StepWord } from '../meaning/step.js';

export const call: StepWord = {
  name: 'call',
  doc: 'The steps of a Sequence, with values for its parameters. Results of its steps are members of the result of the call: `steps.reach.legs.ok`.',
  example: '{id: reach, call: reach, with: {template: thanks, hurry: 2h}}',
  value: shapes.reference('Sequence', 'The sequence.'),
  siblings: { with: shapes.map(shapes.data(), { doc: 'Parameter → value.' }) },
  results: {},
  calls: ({ call: code }) => `sequence/${String(code)}`,
  run: ({ spec, called, evaluate }) => {
    if (called === undefined) return { do: 'stop', reason: 'no-sequence', fails: true };
    const declared = isObject(called['params']) ? called['params'] : {};
    const defaults = Object.entries(declared).flatMap(([name, parameter]) =>
      isObject(parameter) && 'default' in parameter ? [[name, parameter['default']] as const] : [],
    );
    const given = spec['with'] === undefined ? {} : evaluate(['with']);
    return {
      do: 'enter',
      body: 0,
      params: { ...Object.fromEntries(defaults), ...(isObject(given) ? given : {}) },
      result: {},
    };
  },
};
