import type { Entity } from '../../language/scope.js';
import { entitiesOf } from './entity.js';

export function phoneOf(customer: Entity): string | undefined {
  const first = entitiesOf(customer['phones'])[0]?.['number'];
  return typeof first === 'string' && first !== '' ? first : undefined;
}
