import { formatInstant } from '../model/instant.js';
import { toldLines } from './log/brokenLines.js';
import type { BrokenLine, Log } from './readLog.js';
import type { Warning } from './warning.js';

type Broken = ReturnType<Log['broken']>;

/** Each broken line by number, the first ones; the shares of a log together. */
export function brokenWarnings(shares: readonly Broken[]): readonly Warning[] {
  const count = shares.reduce((sum, share) => sum + share.count, 0);
  const told = shares
    .flatMap(({ first }) => first)
    .sort(inFile)
    .slice(0, toldLines);
  return [
    ...told.map(({ name, line, message }) => warn('invalid-line', `${name}:${line}: ${message}`)),
    ...(count > told.length ? [warn('invalid-line', `and ${count - told.length} more lines that are no events`)] : []),
  ];
}

/** Events that came too late. */
export function lateWarnings({ count, first }: ReturnType<Log['late']>): readonly Warning[] {
  if (first === undefined) return [];
  return [
    warn(
      'late-event',
      `${count} ${count === 1 ? 'event lies' : 'events lie'} too far out of order and happened when the log came to ` +
        `${count === 1 ? 'it' : 'them'}: the first is ${first.id}, ${formatInstant(first.at)}`,
    ),
  ];
}

function inFile(a: BrokenLine, b: BrokenLine): number {
  return a.file - b.file || a.line - b.line;
}

function warn(code: string, message: string): Warning {
  return { code, message, address: null };
}
