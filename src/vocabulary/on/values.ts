import { shapes, type Shape } from '../../language/shape.js';
import type { ProjectFacts } from '../../language/scope.js';
import { isObject } from '../../model/json.js';

/** Values that a field is compared with: `new`, `[a, b]`, `{group: cancel}`; the spec always holds a list. */
export const valuesShape = (doc: string): Shape =>
  shapes.oneOrMany(
    shapes.either({
      scalar: shapes.string(),
      map: shapes.object({ group: shapes.code('statusGroup') }, { required: ['group'] }),
    }),
    doc,
  );

/** Whether a field's value is one of them. Scalars are compared by their text; a reference `{code}` by its code. */
export function isOneOf(value: unknown, wanted: readonly unknown[], facts: ProjectFacts): boolean {
  const text = textOf(value);
  return wanted.some((each) => (isObject(each) ? facts.statusGroup(text) === each['group'] : text === String(each)));
}

/** How a value is compared with what YAML says. */
export function textOf(value: unknown): string {
  if (isObject(value) && typeof value['code'] === 'string') return value['code'];
  return value === undefined || value === null ? 'null' : String(value);
}
