import type { Event } from '../../model/event.js';
import { instant, type Instant } from '../../model/instant.js';
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
    if (isTime(bytes, key, keyEnd)) return timeOf(bytes, value, valueEnd);
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

/** The day of the last line is nearly always that of the next: then there is nothing to do but to read the clock. */
const lastDay = Buffer.alloc(10);
let lastMidnight = NaN;

function timeOf(bytes: Buffer, from: number, end: number): Instant | undefined {
  const isCommon = end - from === 20 && bytes[from + 10] === letterT && bytes[end - 1] === letterZ;
  if (isCommon && isLastDay(bytes, from)) {
    const clock = clockOf(bytes, from + 11);
    if (clock >= 0) return instant(lastMidnight + clock);
  }
  const at = readTime(bytes.toString('latin1', from, end));
  const clock = isCommon && at !== undefined ? clockOf(bytes, from + 11) : -1;
  if (clock >= 0) {
    bytes.copy(lastDay, 0, from, from + 10);
    lastMidnight = at! - clock;
  }
  return at;
}

function isLastDay(bytes: Buffer, from: number): boolean {
  for (let index = 0; index < 10; index++) if (bytes[from + index] !== lastDay[index]) return false;
  return true;
}

/** Milliseconds since midnight of `hh:mm:ss`; -1: it is none. */
function clockOf(bytes: Buffer, from: number): number {
  const hours = twoDigits(bytes, from, 23);
  const minutes = twoDigits(bytes, from + 3, 59);
  const seconds = twoDigits(bytes, from + 6, 59);
  const isClock = hours >= 0 && minutes >= 0 && seconds >= 0 && bytes[from + 2] === colon && bytes[from + 5] === colon;
  return isClock ? ((hours * 60 + minutes) * 60 + seconds) * 1000 : -1;
}

/** Of a number up to `most`; -1: it is none. */
function twoDigits(bytes: Buffer, at: number, most: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  const value = tens * 10 + ones;
  return tens >= 0 && ones >= 0 && ones <= 9 && value <= most ? value : -1;
}

const brace = 0x7b;
const quoteMark = 0x22;
const colon = 0x3a;
const comma = 0x2c;
const letterT = 0x54;
const letterZ = 0x5a;
const backslash = 0x5c;
