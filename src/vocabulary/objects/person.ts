import type { Entity } from '../../language/scope.js';

/** Last name, first name and patronymic, as far as they are known. */
export function fullName(person: Entity): string | undefined {
  const names = [person['lastName'], person['firstName'], person['patronymic']].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
  return names.length > 0 ? names.join(' ') : undefined;
}
