import { formatInstant } from '../model/instant.js';
import type { Log } from './readLog.js';
import type { Warning } from './warning.js';

/** What was wrong with the log itself: each broken line by number (the first ones), and events that came too late. */
export function logWarnings(log: Log): readonly Warning[] {
  const { count, first } = log.broken();
  const late = log.late();
  const warn = (code: string, message: string): Warning => ({ code, message, address: null });
  return [
    ...first.map(({ file, line, message }) => warn('invalid-line', `${file}:${line}: ${message}`)),
    ...(count > first.length
      ? [warn('invalid-line', `and ${count - first.length} more lines that are no events`)]
      : []),
    ...(late.first === undefined
      ? []
      : [
          warn(
            'late-event',
            `${late.count} ${late.count === 1 ? 'event lies' : 'events lie'} too far out of order and happened when the log came to ` +
              `${late.count === 1 ? 'it' : 'them'}: the first is ${late.first.id}, ${formatInstant(late.first.at)}`,
          ),
        ]),
  ];
}
