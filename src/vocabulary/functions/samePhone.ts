import type { FunctionWord } from '../../language/scope.js';
import { boolean, string } from '../../language/valueType.js';

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

/** Digits only, with the country; a Russian number may begin with 8 or lack the country. */
function plainPhone(phone: unknown): string | undefined {
  const digits = typeof phone === 'string' ? phone.replace(/\D/g, '') : '';
  if (digits.length < 5) return undefined;
  if (digits.length === 11 && digits.startsWith('8')) return `7${digits.slice(1)}`;
  return digits.length === 10 && digits.startsWith('9') ? `7${digits}` : digits;
}
