import type { Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import { isZone } from '../../model/zone.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const calendarHours: CheckWord = {
  code: 'CRM316',
  name: 'calendar-hours',
  doc: 'A Calendar that is never open, whose holidays end before they begin, or whose time zone does not exist.',
  run: (project) =>
    project.ofKind('Calendar').flatMap((resource) => [...zone(resource), ...openings(resource), ...holidays(resource)]),
};

function zone(resource: Resource): readonly Diagnostic[] {
  const { timezone } = resource.spec;
  if (typeof timezone !== 'string' || isZone(timezone)) return [];
  return [
    findingAt(resource, ['timezone'], {
      severity: 'error',
      code: 'CRM316',
      message: `there is no time zone "${timezone}"`,
      suggestion: 'write an IANA name such as Europe/Moscow',
    }),
  ];
}

function openings(resource: Resource): readonly Diagnostic[] {
  const { week, workdays } = resource.spec;
  const never = isObject(week) && Object.keys(week).length === 0 && !(Array.isArray(workdays) && workdays.length > 0);
  if (!never) return [];
  return [
    findingAt(resource, ['week'], {
      severity: 'error',
      code: 'CRM316',
      message: 'the calendar is never open: what waits for working time would wait for ever',
      suggestion: 'write hours, such as `mon-fri: "09:00-18:00"`',
    }),
  ];
}

function holidays(resource: Resource): readonly Diagnostic[] {
  const list = Array.isArray(resource.spec.holidays) ? resource.spec.holidays : [];
  return list.flatMap((holiday: unknown, index) => {
    if (!isObject(holiday) || String(holiday.from) <= String(holiday.to)) return [];
    return [
      findingAt(resource, ['holidays', index], {
        severity: 'error',
        code: 'CRM316',
        message: `the holidays end (${String(holiday.to)}) before they begin (${String(holiday.from)})`,
        suggestion: 'exchange `from` and `to`',
      }),
    ];
  });
}
