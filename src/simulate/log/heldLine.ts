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

/** As recorders write it: plain members first, then the time, then the data. */
const header = /\{(?:"(?:specversion|id|source|type|subject)":"[^"\\\n]*",)*"time":"([^"\\\n]*)"/y;

/** The time of the line that begins here and is not read otherwise; `undefined`: it does not stand in front, or is none. */
export function timeInFront(text: string, start = 0): Instant | undefined {
  header.lastIndex = start;
  const time = header.exec(text)?.[1];
  return time === undefined ? undefined : readTime(time);
}
