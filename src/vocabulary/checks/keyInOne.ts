import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers, type FoundTrigger } from './triggers.js';

export const keyInOne: CheckWord = {
  code: 'CRM357',
  name: 'key-in-one',
  doc: 'What `once` per key has used up goes over to the survivor when customers are merged. A part of the key that mixes the customer with something else cannot be told apart from then on: the survivor would have it once more. Written as a list, `[customer.id, order.number]`, every part stands for itself.',
  run: (project, words, compiled) =>
    findTriggers(project, words)
      .filter(hasOncePerKey)
      .flatMap(({ resource }) => {
        const parts = Array.isArray(resource.spec.key) ? resource.spec.key : [];
        return parts.flatMap((_, index) => {
          const { reads = [] } = compiled.expression(resource.address, ['key', index]) ?? {};
          if (!reads.some(isOfCustomer) || reads.every((path) => isOfCustomer(path) || isOfNobody(path))) return [];
          return [
            findingAt(resource, ['key', index], {
              severity: 'warning',
              code: 'CRM357',
              message: 'when the customer is merged into another, `once` per this key forgets what he had',
              suggestion: 'make a list of it: [customer.id, order.number]',
            }),
          ];
        });
      }),
};

function hasOncePerKey({ resource, reached }: FoundTrigger): boolean {
  return [resource.spec, ...reached.map(({ spec }) => spec)].some(
    ({ once }) => isObject(once) && (once['per'] ?? 'key') === 'key',
  );
}

function isOfCustomer(path: string): boolean {
  return path.split('.').includes('customer');
}

/** The same for whoever it is. */
function isOfNobody(path: string): boolean {
  return ['shop', 'trigger', 'now'].includes(path.split('.')[0]!);
}
