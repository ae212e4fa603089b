import type { FunctionWord } from '../../language/scope.js';
import { boolean, codeOf, timestamp } from '../../language/valueType.js';
import { instant } from '../../model/instant.js';

export const isWorking: FunctionWord = {
  name: 'isWorking',
  doc: 'A moment lies in the working time of a calendar.',
  example: 'isWorking("office", now)',
  overloads: [{ parameters: [codeOf('calendar'), timestamp], result: boolean }],
  evaluate: ([code, at], { facts }) =>
    typeof at === 'number' ? facts.calendars.get(String(code))?.isOpen(instant(at)) : undefined,
};
