import type { Event } from '../../model/event.js';
import { grown } from './grown.js';
import type { HeldLine } from '../log/heldLine.js';

/**
 * Lines of the log that the world was made of. What lies in a file is read there again; other lines are kept as bytes outside the heap: a
 * million objects that live long cost far more, for the collector copies each twice and walks through all of them again and again.
 */
export interface RecordedLines {
  /** The event that comes next, and the line that says it and nothing else. */
  reading(event: Event, line: HeldLine | undefined): void;
  /** The number by which the event can be read again; -1: its line is not known. */
  numberOf(event: Event): number;
  /** It is the one that comes just now. */
  isAtHand(number: number): boolean;
  /** The same event, from its line. */
  read(number: number): Event;
}

const blockSize = 1 << 22;

/** `again`: the event of a line in a file; `decode`: that of its text. */
export function createRecordedLines(
  again: (file: number, start: number, length: number) => Event,
  decode: (line: string) => Event,
): RecordedLines {
  const blocks: Buffer[] = [];
  let filled = blockSize;
  /** The file; below zero: the block, counted from -1 down. */
  let homes = new Int32Array(1024);
  let starts = new Float64Array(1024);
  let lengths = new Int32Array(1024);
  let count = 0;
  let current: { readonly event: Event; readonly line: HeldLine; number: number } | undefined;

  const note = (home: number, start: number, length: number): number => {
    if (count === homes.length) {
      homes = grown(homes);
      starts = grown(starts);
      lengths = grown(lengths);
    }
    homes[count] = home;
    starts[count] = start;
    lengths[count] = length;
    return count++;
  };
  const keep = (text: string): number => {
    // A UTF-16 unit takes three bytes at most.
    const most = text.length * 3;
    if (filled + most > blockSize) {
      blocks.push(Buffer.allocUnsafeSlow(Math.max(blockSize, most)));
      filled = 0;
    }
    const length = blocks.at(-1)!.write(text, filled);
    filled += length;
    return note(-blocks.length, filled - length, length);
  };
  const isAtHand = (number: number): boolean => number === current?.number;
  return {
    isAtHand,
    reading(event, line) {
      current = line === undefined ? undefined : { event, line, number: -1 };
    },
    numberOf(event) {
      if (current?.event !== event) return -1;
      const { file, start, length, held } = current.line;
      if (current.number < 0)
        current.number = start >= 0 ? note(file, start, length) : typeof held === 'string' ? keep(held) : -1;
      return current.number;
    },
    read(number) {
      if (isAtHand(number)) return current!.event;
      const [home, start, length] = [homes[number]!, starts[number]!, lengths[number]!];
      if (home >= 0) return again(home, start, length);
      return decode(blocks[-1 - home]!.toString('utf8', start, start + length));
    },
  };
}

/** Where events come from elsewhere: records are kept as they are. */
export const unrecorded: RecordedLines = {
  reading: () => undefined,
  numberOf: () => -1,
  isAtHand: () => false,
  read: (number) => {
    throw new Error(`line ${number} was never recorded`);
  },
};
