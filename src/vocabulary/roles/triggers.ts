import type { Project, Resource } from '../../language/project.js';

/** The automations that run: one a Trigger that is not switched off. */
export function readTriggers(project: Project): readonly Resource[] {
  return project.ofKind('Trigger').filter(({ spec }) => spec['active'] !== false);
}
