import type { Project } from '../../language/project.js';
import type { TeamRole } from '../../model/team.js';

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
