import { createHash } from 'node:crypto';
import type { Event } from '../model/event.js';
import { decodeLine, decodeValue, type Decoded } from './log/decodeLine.js';
import { inOrder } from './log/inOrder.js';
import { mergeLogs } from './log/mergeLogs.js';
import { openBytes, type LogBytes } from './log/openBytes.js';
import { splitLines } from './log/splitLines.js';

/** A line that is no event. Lines count from 1. */
export interface BrokenLine {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Log {
  /** All events in the order of time, in batches. Throws `LogError` when a file cannot be read to its end. */
  readonly events: AsyncIterable<readonly Event[]>;
  /** Complete after the last batch. */
  readonly broken: () => { readonly count: number; readonly first: readonly BrokenLine[] };
  /** Events that came so late that the clock had passed them. */
  readonly late: () => { readonly count: number; readonly first: Event | undefined };
  /** Of the file's bytes; of several files, of their sums in order. Only after the last batch. */
  readonly sha256: () => string;
  /** Bytes of the files read so far. */
  readonly position: () => number;
}

/** So many broken lines are told one by one; all are counted. */
const toldLines = 20;

/**
 * Reads recorded logs (engine.md §11): NDJSON, plain or `.gz`, one event a line, and pages of the CRM's history as they
 * are. Several logs are merged by time. Streams in bounded memory; nothing is dropped silently.
 */
export function readLog(files: readonly string[], zone: string): Log {
  const first: BrokenLine[] = [];
  let count = 0;
  let late = 0;
  let firstLate: Event | undefined;
  const opened = files.map(openBytes);

  const note = (broken: BrokenLine): void => {
    count++;
    if (first.length < toldLines) first.push(broken);
  };
  const onLate = (event: Event): void => {
    late++;
    firstLate ??= event;
  };
  const logs = files.map((file, index) => inOrder(eventsOf(file, opened[index]!, zone, note), onLate));
  return {
    events: mergeLogs(logs),
    broken: () => ({ count, first }),
    late: () => ({ count: late, first: firstLate }),
    sha256: () => sumOf(opened),
    position: () => opened.reduce((sum, bytes) => sum + bytes.position(), 0),
  };
}

async function* eventsOf(
  file: string,
  bytes: LogBytes,
  zone: string,
  note: (broken: BrokenLine) => void,
): AsyncGenerator<readonly Event[]> {
  const lines = splitLines(bytes.chunks);
  if (/\.json(\.gz)?$/.test(file)) return yield* wholeFile(file, lines, zone, note);
  let line = 0;
  for await (const batch of lines) {
    const events: Event[] = [];
    for (const text of batch) collect(decodeLine(text, zone), { file, line: ++line }, events, note);
    yield events;
  }
}

/** A `.json` file is one document: a page of history, an event, or a list of them; else it is read as lines. */
async function* wholeFile(
  file: string,
  lines: AsyncIterable<readonly string[]>,
  zone: string,
  note: (broken: BrokenLine) => void,
): AsyncGenerator<readonly Event[]> {
  const all: string[] = [];
  for await (const batch of lines) all.push(...batch);
  const document = parsed(all.join('\n'));
  const events: Event[] = [];
  if (document === undefined)
    all.forEach((text, index) => collect(decodeLine(text, zone), { file, line: index + 1 }, events, note));
  else {
    const values: readonly unknown[] = Array.isArray(document) ? document : [document];
    for (const value of values) collect(decodeValue(value, zone), { file, line: 1 }, events, note);
  }
  yield events;
}

function collect(
  decoded: Decoded,
  place: { readonly file: string; readonly line: number },
  events: Event[],
  note: (broken: BrokenLine) => void,
): void {
  if ('problem' in decoded) note({ ...place, message: decoded.problem });
  else for (const event of decoded) events.push(event);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sumOf(opened: readonly LogBytes[]): string {
  const sums = opened.map((bytes) => bytes.sha256());
  return sums.length === 1 ? sums[0]! : createHash('sha256').update(sums.join('\n')).digest('hex');
}
