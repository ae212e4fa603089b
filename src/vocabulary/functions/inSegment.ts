import type { FunctionWord } from '../../language/scope.js';
import { boolean, codeOf, object } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { segmentsOf } from '../objects/segments.js';

export const inSegment: FunctionWord = {
  name: 'inSegment',
  doc: 'The customer (or the one given) is a member of the segment now.',
  example: 'inSegment("loyal")',
  overloads: [
    { parameters: [codeOf('segment')], result: boolean, needs: ['customer'] },
    { parameters: [codeOf('segment'), object('customer')], result: boolean },
  ],
  reads: ['customer.segments'],
  narrows: true,
  evaluate: ([code, customer], ambient) =>
    isObject(customer) && typeof code === 'string' ? segmentsOf(customer, ambient).includes(code) : undefined,
};
