import { createHash } from 'node:crypto';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import { createBrokenLines, type BrokenLines, type Place } from './log/brokenLines.js';
import { decodeLine, decodeValue, eventOf, type Decoded } from './log/decodeLine.js';
import { timeInFront, type HeldLine } from './log/heldLine.js';
import { inOrder, runOf, type Run } from './log/inOrder.js';
import { LogError } from './log/logError.js';
import { mergeLogs } from './log/mergeLogs.js';
import { beginOf, plainLines } from './log/plainLines.js';
import { openBytes, type LogBytes } from './log/openBytes.js';
import { splitLines, type Lines } from './log/splitLines.js';

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
  /** The line that says each, where it says nothing else. */
  readonly lines: readonly (HeldLine | undefined)[];
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
  /** The only event of a line, from its place in the file. Throws `LogError`. */
  readonly again: (file: number, start: number, length: number) => Event;
  /** No line will be asked again. */
  readonly close: () => void;
}

/** One of several who read the same log, each its own lines. */
export interface Share {
  /** The first one also notes what all of them see. */
  readonly index: number;
  /** Called for each line of the whole log, in the order of time: whether it belongs to this share. Throws what makes sharing impossible. */
  takes(line: HeldLine): boolean;
}

/**
 * Reads recorded logs (docs/operations.md#recorded-logs): NDJSON, plain or `.gz`, one event a line, and pages of the CRM's history as they
 * are. Several logs are merged by time. Streams in bounded memory; nothing is dropped silently.
 */
export function readLog(files: readonly string[], zone: string, share?: Share): Log {
  const broken = createBrokenLines();
  const seenByAll = share === undefined || share.index === 0 ? broken : createBrokenLines();
  const lateness = watchLateness();
  const opened = files.map(openBytes);
  let begin: Instant | undefined;
  let count = 0;

  async function* batches(): AsyncGenerator<Batch> {
    for await (const portion of mergeLogs(files.map((_, file) => inOrder(held(file))))) yield arrived(portion);
  }
  const held = (file: number): AsyncGenerator<Run<HeldLine>> =>
    linesOf(files[file]!, file, opened[file]!, zone, seenByAll);
  const arrived = (portion: readonly HeldLine[]): Batch => {
    const events: Event[] = [];
    const numbers: number[] = [];
    const lines: (HeldLine | undefined)[] = [];
    for (const line of portion) {
      const number = count++;
      const isOurs = share === undefined || share.takes(line);
      // The first event of all is read by all: the clock begins with it.
      if (!isOurs && begin !== undefined) continue;
      read(line, isOurs ? broken : createBrokenLines(), (event, isOnly) => {
        begin ??= event.at;
        if (!isOurs) return;
        lateness.look(event);
        events.push(event);
        numbers.push(number);
        lines.push(isOnly ? line : undefined);
      });
    }
    return { events, numbers, lines };
  };
  const read = (line: HeldLine, notes: BrokenLines, keep: Keep): void => {
    if (typeof line.held === 'string') collect(decodeLine(line.held, zone), line, notes, keep);
    else keep(line.held, true);
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
    again(file, start, length) {
      const event = eventOf(opened[file]!.again(start, length), zone);
      if (event === undefined) throw new LogError(files[file]!, `${files[file]!}: it was changed while it was read`);
      return event;
    },
    close: () => opened.forEach((bytes) => bytes.close()),
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

const nowhere = { start: -1, length: 0 };

/** The lines of a file with their times; one without is read at once, and may be no event. */
async function* linesOf(
  name: string,
  file: number,
  bytes: LogBytes,
  zone: string,
  broken: BrokenLines,
): AsyncGenerator<Run<HeldLine>> {
  const batches = splitLines(bytes.chunks);
  if (/\.json(\.gz)?$/.test(name)) return yield* wholeFile(file, batches, zone, broken);
  let line = 1;
  for await (const lines of batches) {
    const start = bytes.isSeekable() ? lines.start : -1;
    yield plainLines(lines, file, line, start) ?? looked(lines, file, line, zone, broken);
    line += lines.ends.length;
  }
}

/** Each line by itself. */
function looked(
  { bytes, ends, release }: Lines,
  file: number,
  first: number,
  zone: string,
  broken: BrokenLines,
): Run<HeldLine> {
  const lines: HeldLine[] = [];
  ends.forEach((end, index) => {
    const from = beginOf(ends, index);
    const place = { file, line: first + index, ...nowhere };
    const held = bytes.toString('utf8', from, end);
    const at = timeInFront(bytes, from, end);
    if (at !== undefined) lines.push({ ...place, at, held });
    else collect(decodeLine(held, zone), place, broken, (event) => lines.push({ ...place, at: event.at, held: event }));
  });
  release();
  return runOf(lines);
}

/** A `.json` file is one document: a page of history, an event, or a list of them; else it is read as lines. */
async function* wholeFile(
  file: number,
  batches: AsyncIterable<Lines>,
  zone: string,
  broken: BrokenLines,
): AsyncGenerator<Run<HeldLine>> {
  const all: Lines[] = [];
  for await (const lines of batches) all.push(lines);
  const document = parsed(all.map(({ bytes }) => bytes.toString('utf8')).join('\n'));
  if (document === undefined) return yield* singly(file, all, zone, broken);
  const lines: HeldLine[] = [];
  const place = { file, line: 1, ...nowhere };
  const values: readonly unknown[] = Array.isArray(document) ? document : [document];
  for (const value of values)
    collect(decodeValue(value, zone), place, broken, (event) => lines.push({ ...place, at: event.at, held: event }));
  yield runOf(lines);
}

function* singly(file: number, batches: readonly Lines[], zone: string, broken: BrokenLines): Generator<Run<HeldLine>> {
  let line = 1;
  for (const lines of batches) {
    yield looked(lines, file, line, zone, broken);
    line += lines.ends.length;
  }
}

/** Told each event of a line, and whether it is the only one. */
type Keep = (event: Event, isOnly: boolean) => void;

function collect(decoded: Decoded, place: Place, broken: BrokenLines, keep: Keep): void {
  if ('problem' in decoded) broken.note(place, decoded.problem);
  else for (const event of decoded) keep(event, decoded.length === 1);
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
