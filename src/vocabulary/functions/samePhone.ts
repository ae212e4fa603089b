import type { FunctionWord } from '../../language/scope.js';
import { boolean, string } from '../../language/valueType.js';
import { plainPhone } from '../../model/phone.js';

export const samePhone: FunctionWord = {
  name: 'samePhone',
  doc: 'Two phone numbers are the same, however they are written: +7 999 000-00-01 is 89990000001.',
  example: 'samePhone(order.phone, customer.phone)',
  pure: true,
  overloads: [{ parameters: [string, string], result: boolean }],
  narrows: true,
  evaluate: ([a, b]) => {
    const [first, second] = [plainPhone(a), plainPhone(b)];
    return first === undefined || second === undefined ? undefined : first === second;
  },
};
