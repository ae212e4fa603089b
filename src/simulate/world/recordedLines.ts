import type { Event } from '../../model/event.js';
import type { HeldLine } from '../log/heldLine.js';
import { createPieces, placeIn } from './pieces.js';

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
  const pieces = createPieces((size) => ({
    /** The file; below zero: the block, counted from -1 down. */
    homes: new Int32Array(size),
    starts: new Float64Array(size),
    lengths: new Int32Array(size),
  }));
  let count = 0;
  let current: { readonly event: Event; readonly line: HeldLine; number: number } | undefined;

  const note = (home: number, start: number, length: number): number => {
    const piece = pieces.of(count);
    const at = placeIn(count);
    piece.homes[at] = home;
    piece.starts[at] = start;
    piece.lengths[at] = length;
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
      const { homes, starts, lengths } = pieces.of(number);
      const at = placeIn(number);
      const [home, start, length] = [homes[at]!, starts[at]!, lengths[at]!];
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
