import type { Entity, FunctionWord } from '../../language/scope.js';
import { boolean } from '../../language/valueType.js';
import { idOf } from '../objects/entity.js';

export const orders: FunctionWord = {
  name: 'orders',
  doc: 'Orders of the whole shop for which a condition holds. It must compare id, customer, phone, email, status or a custom field for equality.',
  example: 'orders(o, o.customer.id == customer.id && o.totalSumm > 1000)',
  overloads: [],
  binds: {
    over: { object: 'order' },
    yields: boolean,
    lookups: {
      id: 1,
      customer: 100,
      'customer.id': 100,
      phone: 100_000,
      email: 100_000,
      status: 100_000,
      'customFields.*': 100_000,
    },
    evaluate: ({ equal, of }, { world }) => candidates(equal, world).filter((order) => of(order) === true),
  },
  evaluate: () => undefined,
};

function candidates(
  equal: Readonly<Record<string, unknown>>,
  world: {
    order(id: string): Entity | undefined;
    ordersOf(customer: string): readonly Entity[];
    all(kind: 'order'): Iterable<Entity>;
  },
): readonly Entity[] {
  if ('id' in equal) return present(idOf(equal['id']), (id) => world.order(id));
  const customer = 'customer.id' in equal ? equal['customer.id'] : equal['customer'];
  if ('customer.id' in equal || 'customer' in equal) {
    const id = idOf(customer);
    return id === undefined ? [] : world.ordersOf(id);
  }
  return [...world.all('order')];
}

function present(id: string | undefined, find: (id: string) => Entity | undefined): readonly Entity[] {
  const found = id === undefined ? undefined : find(id);
  return found === undefined ? [] : [found];
}
