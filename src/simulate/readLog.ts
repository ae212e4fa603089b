import { createHash } from 'node:crypto';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import { createBrokenLines, type BrokenLines, type Place } from './log/brokenLines.js';
import { decodeLine, decodeValue, type Decoded } from './log/decodeLine.js';
import { timeInFront, type HeldLine } from './log/heldLine.js';
import { inOrder } from './log/inOrder.js';
import { mergeLogs } from './log/mergeLogs.js';
import { openBytes, type LogBytes } from './log/openBytes.js';
import { splitLines } from './log/splitLines.js';

/** A line that is no event. Lines count from 1. */
export interface BrokenLine {
  /** Index of the file, and its name. */
  readonly file: number;
  readonly name: string;
  readonly line: number;
  readonly message: string;
}

/** Events in the order of time. */
export interface Batch {
  readonly events: readonly Event[];
  /** The place of each in the whole log: the same for all who read a share of it. */
  readonly numbers: readonly number[];
}

export interface Log {
  /** All events, or those of the share. Throws `LogError` when a file cannot be read to its end. */
  readonly batches: AsyncIterable<Batch>;
  /** The first moment of the whole log; known with the first batch. */
  readonly begin: () => Instant | undefined;
  /** Complete after the last batch. */
  readonly broken: () => { readonly count: number; readonly first: readonly BrokenLine[] };
  /** Events that came so late that the clock had passed them. */
  readonly late: () => { readonly count: number; readonly first: Event | undefined };
  /** Of the file's bytes; of several files, of their sums in order. Only after the last batch. */
  readonly sha256: () => string;
  /** Bytes of the files read so far. */
  readonly position: () => number;
}

/** One of several who read the same log, each its own lines. */
export interface Share {
  /** The first one also notes what all of them see. */
  readonly index: number;
  /** Called for each line of the whole log, in the order of time: whether it belongs to this share. Throws what makes sharing impossible. */
  takes(line: HeldLine): boolean;
}

/**
 * Reads recorded logs (engine.md §11): NDJSON, plain or `.gz`, one event a line, and pages of the CRM's history as they
 * are. Several logs are merged by time. Streams in bounded memory; nothing is dropped silently.
 */
export function readLog(files: readonly string[], zone: string, share?: Share): Log {
  const broken = createBrokenLines();
  const seenByAll = share === undefined || share.index === 0 ? broken : createBrokenLines();
  const lateness = watchLateness();
  const opened = files.map(openBytes);
  let begin: Instant | undefined;
  let lines = 0;

  async function* batches(): AsyncGenerator<Batch> {
    for await (const batch of mergeLogs(files.map((_, file) => inOrder(held(file))))) {
      // Small portions: what is read is used at once and need not be kept.
      for (let start = 0; start < batch.length; start += portion) yield arrived(batch.slice(start, start + portion));
    }
  }
  const held = (file: number): AsyncGenerator<readonly HeldLine[]> =>
    linesOf(files[file]!, file, opened[file]!, zone, seenByAll);
  const arrived = (portion: readonly HeldLine[]): Batch => {
    const events: Event[] = [];
    const numbers: number[] = [];
    for (const line of portion) {
      const number = lines++;
      const isOurs = share === undefined || share.takes(line);
      // The first event of all is read by all: the clock begins with it.
      if (!isOurs && begin !== undefined) continue;
      read(line, isOurs ? broken : createBrokenLines(), (event) => {
        begin ??= event.at;
        if (!isOurs) return;
        lateness.look(event);
        events.push(event);
        numbers.push(number);
      });
    }
    return { events, numbers };
  };
  const read = (line: HeldLine, notes: BrokenLines, keep: (event: Event) => void): void => {
    if (typeof line.held === 'string') collect(decodeLine(line.held, zone), line, notes, keep);
    else keep(line.held);
  };
  return {
    batches: batches(),
    begin: () => begin,
    broken: () => ({
      count: broken.count(),
      first: broken.first().map((line) => ({ ...line, name: files[line.file]! })),
    }),
    late: lateness.late,
    sha256: () => sumOf(opened),
    position: () => opened.reduce((sum, bytes) => sum + bytes.position(), 0),
  };
}

function watchLateness(): { look(event: Event): void; late: Log['late'] } {
  let count = 0;
  let first: Event | undefined;
  let passed = -Infinity;
  return {
    look(event) {
      if (event.at >= passed) passed = event.at;
      else {
        count++;
        first ??= event;
      }
    },
    late: () => ({ count, first }),
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
