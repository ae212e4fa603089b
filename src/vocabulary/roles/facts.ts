import type { Project } from '../../language/project.js';
import type { ProjectFacts } from '../../language/scope.js';
import { readCalendars } from './calendars.js';
import { readChannels } from './messages.js';
import { readPrograms } from './programs.js';
import { readSegments } from './segments.js';
import { readPaidStatuses, readReferenceNames, readStatuses } from './statuses.js';
import { readTeams } from './teams.js';

/** What conditions may ask of the project. */
export function readFacts(project: Project): ProjectFacts {
  const statuses = readStatuses(project);
  const channels = readChannels(project);
  const names = readReferenceNames(project);
  const { tasks, shop } = project.config;
  return {
    statusGroup: (status) => statuses.get(status)?.group,
    statusName: (status) => statuses.get(status)?.name,
    statusLimit: (status) => statuses.get(status)?.limit,
    calendars: readCalendars(project),
    channelType: (code) => channels.get(code)?.type,
    teams: readTeams(project),
    programs: readPrograms(project),
    paidStatuses: readPaidStatuses(project),
    segments: new Set(readSegments(project).map(({ code }) => code)),
    referenceName: (enumeration, code) => names.get(`${enumeration}/${code}`),
    ...(tasks?.fallback !== undefined && { taskFallback: tasks.fallback }),
    ...(shop !== undefined && { shop }),
  };
}
