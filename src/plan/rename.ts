import type { Resource } from '../language/project.js';
import type { PlannedKind } from './catalogue.js';

/** The address that a resource with `renamedFrom` had until now. */
export function renamedAddress({ word }: PlannedKind, { spec }: Resource): string | undefined {
  const code = spec['renamedFrom'];
  if (typeof code !== 'string') return undefined;
  return `${word.prefix}/${word.identity?.({ ...spec, code }) ?? code}`;
}
