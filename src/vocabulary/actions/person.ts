import { shapes, type Shape } from '../../language/shape.js';
import { any } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { StepContext } from '../meaning/context.js';

/** A person inside the shop (docs/language.md#do-something): the responsible manager, a team, a user, or an expression that gives one. */
export const personShape = (doc: string): Shape =>
  shapes.value(
    shapes.string({
      pattern: /^(manager|team\/[\w-]+|user\/\S+@\S+)$/,
      patternName: 'manager, team/<code> or user/<e-mail>',
    }),
    any,
    doc,
  );

/** Who shall do it, as data that the host resolves: a user's id, `user/<e-mail>`, `team/<code>`; `undefined` when nobody is known. */
export function personOf(value: unknown, { scope }: StepContext): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value === 'manager') return managerOf(scope['order']) ?? managerOf(scope['customer']);
  if (isObject(value)) return value['id'] === undefined ? undefined : String(value['id']);
  return String(value);
}

function managerOf(entity: unknown): string | undefined {
  if (!isObject(entity)) return undefined;
  const id = entity['managerId'];
  return id === undefined || id === null ? undefined : String(id);
}
