import type { FunctionWord } from '../../language/scope.js';
import { codeOf, listOf, object } from '../../language/valueType.js';
import { segmentsOf } from '../objects/segments.js';

export const segment: FunctionWord = {
  name: 'segment',
  doc: 'The members of a segment.',
  example: 'segment("sleeping")',
  overloads: [{ parameters: [codeOf('segment')], result: listOf(object('customer')) }],
  reads: ['customers.segments'],
  evaluate: ([code], ambient) =>
    typeof code === 'string'
      ? [...ambient.world.all('customer')].filter((customer) => segmentsOf(customer, ambient).includes(code))
      : [],
};
