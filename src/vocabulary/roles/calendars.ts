import type { Project } from '../../language/project.js';
import { buildCalendar, type Calendar, type CalendarSpec } from '../../model/calendar.js';

/** The project's calendars, ready to count. */
export function readCalendars(project: Project): ReadonlyMap<string, Calendar> {
  return new Map(
    project.ofKind('Calendar').map(({ code, spec }) => [
      code,
      // The kind's shape is this interface.
      buildCalendar(code, spec as unknown as CalendarSpec, project.config.timezone),
    ]),
  );
}
