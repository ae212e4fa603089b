import type { Entity, FunctionWord, WorldView } from '../../language/scope.js';
import { boolean } from '../../language/valueType.js';
import { idOf } from '../objects/entity.js';

export const customers: FunctionWord = {
  name: 'customers',
  doc: 'Customers of the whole shop for whom a condition holds. It must compare id, phone, email, a custom field or a segment for equality.',
  example: 'customers(c, samePhone(c.phone, call.phone))',
  overloads: [],
  binds: {
    over: { object: 'customer' },
    yields: boolean,
    lookups: { id: 1, phone: 100_000, email: 100_000, 'customFields.*': 100_000, segments: 100_000 },
    otherwise: 'of all members of a segment: segment("buyers").filter(c, …)',
    evaluate: ({ equal, of }, { world }) => candidates(equal, world).filter((customer) => of(customer) === true),
  },
  evaluate: () => undefined,
};

function candidates(equal: Readonly<Record<string, unknown>>, world: WorldView): readonly Entity[] {
  if (!('id' in equal)) return [...world.all('customer')];
  const id = idOf(equal['id']);
  const found = id === undefined ? undefined : world.customer(id);
  return found === undefined ? [] : [found];
}
