import type { Project } from '../language/project.js';
import { address } from '../model/address.js';
import type { Automation } from './automation.js';

/** Two automations that do the same, both of which would run. */
export interface Rival {
  readonly automation: string;
  readonly alternative: string;
}

/** Of what is added, what does the same as another that is added too or that the project runs; each pair once. */
export function rivalsOf(automations: readonly Automation[], project: Project): readonly Rival[] {
  const added = automations.map(({ code }) => code);
  return automations.flatMap(({ code, alternatives }) =>
    alternatives
      .filter((other) => (added.includes(other) ? code < other : runs(project, other)))
      .map((alternative) => ({ automation: code, alternative })),
  );
}

/** Every automation has a trigger of its own code. */
function runs({ byAddress }: Project, code: string): boolean {
  const trigger = byAddress.get(address('trigger', code));
  return trigger !== undefined && trigger.spec['active'] !== false;
}
