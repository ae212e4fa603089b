import { oncePerProject } from '../../../language/once.js';
import type { Resource } from '../../../language/project.js';
import type { Field } from '../../../language/scope.js';
import { isObject } from '../../../model/json.js';
import { fieldsOfProject, type ProjectFields } from '../projectFields.js';
import { dividePopulation, type Division, type Example } from './divide.js';

export interface DividedSegmentation {
  readonly resource: Resource;
  readonly parts: readonly { readonly code: string; readonly where: string | undefined }[];
  /** `undefined`: too many combinations to try, or a condition that does not parse. */
  readonly division: Division | undefined;
}

/** Every Segmentation of the project with what trying its conditions on all distinguishable customers showed. */
export const divideSegmentations = oncePerProject((project, words): readonly DividedSegmentation[] => {
  const known = fieldsOfProject(project, words);
  return project.ofKind('Segmentation').map((resource) => {
    const parts = (Array.isArray(resource.spec.segments) ? resource.spec.segments.filter(isObject) : []).map(
      (part) => ({
        code: String(part.code),
        where: typeof part.where === 'string' ? part.where : undefined,
      }),
    );
    const of = typeof resource.spec.of === 'string' ? resource.spec.of : undefined;
    const fieldAt = (path: string): Field | undefined => fieldOf(path, known);
    const codesOf = (path: string): ReadonlySet<string> | undefined => known.codesOf(fieldAt(path)?.type);
    return {
      resource,
      parts,
      division: dividePopulation(
        of,
        parts.map((part) => part.where),
        { fieldAt, codesOf },
      ),
    };
  });
});

/** Only fields directly on an object have facts; others are taken as fields that may hold anything. */
function fieldOf(path: string, known: ProjectFields): Field | undefined {
  const [root, name, ...deeper] = path.split('.');
  if (root === undefined || name === undefined) return undefined;
  const field = known.objects[root]?.fields[name];
  if (deeper.length === 0 || field === undefined) return deeper.length === 0 ? field : undefined;
  return field.type.type === 'object' ? fieldOf([field.type.name, ...deeper].join('.'), known) : undefined;
}

/** A made-up customer in words: `ordersCount 3, daysSinceLastOrder 91, without email`. */
export function describeExample(example: Example): string {
  const parts = [...example].map(([path, value]) => {
    const name = path.replace(/^customer\./, '');
    if (value === undefined) return `without ${name}`;
    return value === 'present'
      ? `with ${name}`
      : `${name} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
  });
  return parts.length === 0 ? 'any customer' : parts.join(', ');
}
