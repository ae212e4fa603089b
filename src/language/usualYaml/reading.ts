import type { Schema } from 'yaml';
import { deepest } from '../depth.js';

/** How far the reading of a file has come. */
export interface Reading {
  readonly text: string;
  readonly schema: Schema;
  /** Offset of the next character. */
  at: number;
  /** Between two lines: the column of what comes next, which stands at `at`; -1: the document ends. */
  column: number;
  /** Between two lines: the column of the deepest comment that belongs to no value before; -1: there is none. */
  comment: number;
  /** Block maps and lists around it. */
  depth: number;
}

export const codes = {
  lineFeed: 10, space: 32, quote: 34, hash: 35, apostrophe: 39, comma: 44, minus: 45, point: 46, colon: 58, more: 62, question: 63,
  openList: 91, closeList: 93, openMap: 123, bar: 124, closeMap: 125,
} as const; // prettier-ignore

const signal = new Error('unusual YAML');

/** Leaves the whole file to the library. */
export function unusual(): never {
  throw signal;
}

/** A collection begins, `level` brackets deep in its block. */
export function enter(reading: Reading, level = 0): void {
  if (level === 0) reading.depth++;
  if (reading.depth + level > deepest) unusual();
}

export function isUnusual(error: unknown): boolean {
  return error === signal;
}

/** A space, the end of the line or of the text. */
export function isBlank(code: number): boolean {
  return code === codes.space || code === codes.lineFeed || Number.isNaN(code);
}

export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === codes.space) at++;
  return at;
}

/** Behind the line feed of a line, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Behind a line of which nothing is left but white space and a comment. */
export function endOfLine(text: string, from: number): number {
  const at = skipSpaces(text, from);
  const code = text.charCodeAt(at);
  if (code === codes.hash ? at === from : !isBlank(code)) unusual();
  return nextLine(text, at);
}

/**
 * From the start of a line to the next one that holds more than a comment. Gives the end of the comments that belong to the value before
 * (of a collection at column `taking`): those that come first and stand deeper.
 */
export function skipLines(reading: Reading, from: number, taking = Infinity): number {
  const { text } = reading;
  let taken = from;
  reading.comment = -1;
  for (let line = from; ;) {
    const at = skipSpaces(text, line);
    const code = text.charCodeAt(at);
    const column = at - line;
    if (code !== codes.lineFeed && code !== codes.hash) {
      reading.at = at;
      reading.column = Number.isNaN(code) || (column === 0 && isMarker(text, at)) ? -1 : column;
      return taken;
    }
    line = nextLine(text, at);
    if (code === codes.hash && reading.comment < 0 && column > taking) taken = line;
    else if (code === codes.hash) reading.comment = Math.max(reading.comment, column);
  }
}

/** `---` at the start of a line. */
function isMarker(text: string, at: number): boolean {
  if (text.startsWith('...', at)) unusual();
  return text.startsWith('---', at) && isBlank(text.charCodeAt(at + 3));
}
