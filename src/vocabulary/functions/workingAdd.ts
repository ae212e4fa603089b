import { isDuration } from '../../language/expression/hydrate.js';
import type { FunctionWord } from '../../language/scope.js';
import { codeOf, duration, timestamp } from '../../language/valueType.js';
import { instant } from '../../model/instant.js';

export const workingAdd: FunctionWord = {
  name: 'workingAdd',
  doc: 'The moment after so much working time: hours count only while the calendar is open, days are working days.',
  example: 'workingAdd("office", now, hours(4))',
  overloads: [{ parameters: [codeOf('calendar'), timestamp, duration], result: timestamp }],
  evaluate: ([code, at, length], { facts }) =>
    typeof at === 'number' && isDuration(length)
      ? facts.calendars.get(String(code))?.add(instant(at), length)
      : undefined,
};
