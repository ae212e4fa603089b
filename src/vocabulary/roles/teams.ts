import type { Project } from '../../language/project.js';

/** Users among whom work is divided. */
export interface TeamRole {
  readonly code: string;
  /** `user/anna@shop.ru`, in their order. */
  readonly members: readonly string[];
  readonly calendar?: string;
  readonly strategy: string;
}

export function readTeams(project: Project): ReadonlyMap<string, TeamRole> {
  return new Map(
    project.ofKind('Team').map(({ code, spec }) => [
      code,
      {
        code,
        members: Array.isArray(spec['members']) ? spec['members'].map(String) : [],
        strategy: typeof spec['strategy'] === 'string' ? spec['strategy'] : 'round-robin',
        ...(typeof spec['calendar'] === 'string' && { calendar: spec['calendar'] }),
      },
    ]),
  );
}
