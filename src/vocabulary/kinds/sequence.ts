import { oncePerResource } from '../../language/once.js';
import { shapes } from '../../language/shape.js';
import { any, object, record, string, timestamp } from '../../language/valueType.js';
import { stepList } from '../steps/list.js';
import type { KindWord } from '../word.js';
import { parametersOf, parametersShape, sequenceParameters } from './parameters.js';
import { atStep, resultsOfSteps } from './stepScope.js';

export const sequence: KindWord = {
  kind: 'Sequence',
  prefix: 'sequence',
  plural: 'sequences',
  doc: 'Steps with parameters, called by triggers. They see `params`, the order and the customer of who calls, and their own results.',
  example: `kind: Sequence
code: remind
params: {text: string, pause: {type: duration, default: 24h}}
do:
  - {id: pause, wait: =params.pause}
  - {id: call, task: {text: "{{ params.text }}: {{ order.number }}", to: manager}}
`,
  shape: shapes.object(
    {
      params: parametersShape(sequenceParameters, 'Values that a call gives by `with`, read as `params.<name>`.'),
      do: stepList(),
    },
    { required: ['do'] },
  ),
  executor: 'runner',
  listKeys: { do: 'id' },
  scopeAt: (resource, path, project, words) =>
    atStep(resource, path, scopeOf(resource, project, words), project, words),
};

const scopeOf = oncePerResource((resource, project, words) => {
  const about = { order: object('order'), customer: object('customer') };
  return {
    now: timestamp,
    trigger: string,
    ...about,
    event: any,
    entry: record('entry', { ...about, at: timestamp }),
    params: parametersOf(resource.spec.params, sequenceParameters),
    steps: resultsOfSteps(resource, project, words),
  };
});
