import { createHash } from 'node:crypto';
import type { Event } from '../model/event.js';
import { createBrokenLines, type BrokenLines, type Place } from './log/brokenLines.js';
import { decodeLine, decodeValue, type Decoded } from './log/decodeLine.js';
import { timeInFront, type HeldLine } from './log/heldLine.js';
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

/**
 * Reads recorded logs (engine.md §11): NDJSON, plain or `.gz`, one event a line, and pages of the CRM's history as they
 * are. Several logs are merged by time. Streams in bounded memory; nothing is dropped silently.
 */
export function readLog(files: readonly string[], zone: string): Log {
  const broken = createBrokenLines();
  let late = 0;
  let firstLate: Event | undefined;
  let passed = -Infinity;
  const opened = files.map(openBytes);

  async function* events(): AsyncGenerator<readonly Event[]> {
    for await (const batch of mergeLogs(files.map((_, file) => inOrder(held(file))))) {
      // Small portions: what is read is used at once and need not be kept.
      for (let start = 0; start < batch.length; start += portion) yield arrived(batch.slice(start, start + portion));
    }
  }
  const held = (file: number): AsyncGenerator<readonly HeldLine[]> =>
    linesOf(files[file]!, file, opened[file]!, zone, broken);
  const arrived = (lines: readonly HeldLine[]): readonly Event[] => {
    const found: Event[] = [];
    for (const line of lines) {
      if (typeof line.held === 'string')
        collect(decodeLine(line.held, zone), line, broken, (event) => found.push(event));
      else found.push(line.held);
    }
    for (const event of found) {
      if (event.at >= passed) passed = event.at;
      else {
        late++;
        firstLate ??= event;
      }
    }
    return found;
  };
  return {
    events: events(),
    broken: () => ({
      count: broken.count(),
      first: broken.first().map((line) => ({ ...line, file: files[line.file]! })),
    }),
    late: () => ({ count: late, first: firstLate }),
    sha256: () => sumOf(opened),
    position: () => opened.reduce((sum, bytes) => sum + bytes.position(), 0),
  };
}

const portion = 200;

/** The lines of a file with their times; one without is read at once, and may be no event. */
async function* linesOf(
  name: string,
  file: number,
  bytes: LogBytes,
  zone: string,
  broken: BrokenLines,
): AsyncGenerator<readonly HeldLine[]> {
  const texts = splitLines(bytes.chunks);
  if (/\.json(\.gz)?$/.test(name)) return yield* wholeFile(file, texts, zone, broken);
  let line = 0;
  for await (const batch of texts) {
    const lines: HeldLine[] = [];
    for (const text of batch) hold(text, { file, line: ++line }, zone, broken, lines);
    yield lines;
  }
}

function hold(text: string, place: Place, zone: string, broken: BrokenLines, lines: HeldLine[]): void {
  const at = timeInFront(text);
  if (at !== undefined) lines.push({ ...place, at, held: text });
  else collect(decodeLine(text, zone), place, broken, (event) => lines.push({ ...place, at: event.at, held: event }));
}

/** A `.json` file is one document: a page of history, an event, or a list of them; else it is read as lines. */
async function* wholeFile(
  file: number,
  texts: AsyncIterable<readonly string[]>,
  zone: string,
  broken: BrokenLines,
): AsyncGenerator<readonly HeldLine[]> {
  const all: string[] = [];
  for await (const batch of texts) all.push(...batch);
  const document = parsed(all.join('\n'));
  const lines: HeldLine[] = [];
  if (document === undefined) all.forEach((text, index) => hold(text, { file, line: index + 1 }, zone, broken, lines));
  else {
    const place = { file, line: 1 };
    const values: readonly unknown[] = Array.isArray(document) ? document : [document];
    for (const value of values)
      collect(decodeValue(value, zone), place, broken, (event) => lines.push({ ...place, at: event.at, held: event }));
  }
  yield lines;
}

function collect(decoded: Decoded, place: Place, broken: BrokenLines, keep: (event: Event) => void): void {
  if ('problem' in decoded) broken.note(place, decoded.problem);
  else for (const event of decoded) keep(event);
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
