import type { FunctionWord } from '../../language/scope.js';
import { codeOf, number, timestamp } from '../../language/valueType.js';
import { instant } from '../../model/instant.js';

const hour = 3_600_000;

export const workingHours: FunctionWord = {
  name: 'workingHours',
  doc: 'Hours of working time between two moments, with fractions; negative when the second lies before the first.',
  example: 'workingHours("office", order.statusSince, now)',
  overloads: [{ parameters: [codeOf('calendar'), timestamp, timestamp], result: number }],
  evaluate: ([code, from, to], { facts }) => {
    const calendar = facts.calendars.get(String(code));
    if (calendar === undefined || typeof from !== 'number' || typeof to !== 'number') return undefined;
    return calendar.workingBetween(instant(from), instant(to)) / hour;
  },
};
