import type { Event } from '../../model/event.js';
import type { Instant } from '../../model/instant.js';
import { readTime } from './decodeLine.js';

/** What waits in the look-ahead window: a line of which only the time was read, for text costs less to keep than objects; else its event. */
export interface HeldLine {
  readonly at: Instant;
  readonly held: string | Event;
  /** Index of the file. */
  readonly file: number;
  readonly line: number;
}

/** As recorders write it: plain members first, then the time, then the data. */
const header = /^\{(?:"(?:specversion|id|source|type|subject)":"[^"\\]*",)*"time":"([^"\\]*)"/;

/** The time of a line that is not read otherwise; `undefined`: it does not stand in front, or is none. */
export function timeInFront(text: string): Instant | undefined {
  const time = header.exec(text)?.[1];
  return time === undefined ? undefined : readTime(time);
}
