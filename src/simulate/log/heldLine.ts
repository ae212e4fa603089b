import type { Event } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import { readTime } from './decodeLine.js';

/** A line of which only the time was read; else its event. */
export interface HeldLine {
  readonly at: Instant;
  readonly held: string | Event;
  /** Index of the file. */
  readonly file: number;
  readonly line: number;
  /** Where the file can be asked for it again, in bytes; `start` -1: nowhere. */
  readonly start: number;
  readonly length: number;
}

/**
 * The time of a line that is not read otherwise, as recorders write it: plain members first, then the time, then the data. `undefined`: it
 * does not stand there, or is none.
 */
export function timeInFront(bytes: Buffer, start = 0, end = bytes.length): Instant | undefined {
  if (bytes[start] !== brace) return undefined;
  for (let key = start + 1; bytes[key] === quoteMark;) {
    const keyEnd = endOfText(bytes, key + 1, end);
    if (keyEnd < 0 || bytes[keyEnd + 1] !== colon || bytes[keyEnd + 2] !== quoteMark) return undefined;
    const value = keyEnd + 3;
    const valueEnd = endOfText(bytes, value, end);
    if (valueEnd < 0) return undefined;
    if (isTime(bytes, key, keyEnd)) return readTime(bytes.toString('latin1', value, valueEnd));
    if (bytes[valueEnd + 1] !== comma) return undefined;
    key = valueEnd + 2;
  }
  return undefined;
}

/** The closing quote of a text in which nothing is escaped; -1: there is none. */
function endOfText(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] === quoteMark) return at;
    if (bytes[at] === backslash) return -1;
  }
  return -1;
}

function isTime(bytes: Buffer, quote: number, end: number): boolean {
  if (end - quote !== time.length + 1) return false;
  for (let index = 0; index < time.length; index++) if (bytes[quote + 1 + index] !== time[index]) return false;
  return true;
}

const time = Buffer.from('time');

const brace = 0x7b;
const quoteMark = 0x22;
const colon = 0x3a;
const comma = 0x2c;
const backslash = 0x5c;
