import { LineCounter } from 'yaml';
import type { Place, SourceFile } from './project.js';

/** A change of the text before it was parsed: `[start, end)` of the text before it became `replacement`. */
interface Repair {
  readonly start: number;
  readonly end: number;
  readonly length: number;
  /** For each character of the replacement, its offset in the text before. */
  readonly origin: readonly number[];
}

/** A text file with places. `text` is what is parsed; places always speak of the file as it is on disk. */
export interface Source {
  readonly path: string;
  /** Text as parsed; differs from the file only where values were put into quotes to read on. */
  readonly text: string;
  readonly file: string;
  /** Place of `[start, end)` of `text`. */
  placeOf(start: number, end: number): Place;
  /** Line `line` of the file, from 1. */
  line(line: number): string | undefined;
  /** The same file with `[start, end)` of `text` replaced. */
  withRepair(start: number, end: number, replacement: string, origin: readonly number[]): Source;
}

export function sourceOf(file: SourceFile): Source {
  return create(file.path, file.text, file.text, [], undefined);
}

function create(
  path: string,
  file: string,
  text: string,
  repairs: readonly Repair[],
  known: LineCounter | undefined,
): Source {
  let lines = known;
  const counter = (): LineCounter => (lines ??= countLines(file));
  const original = (offset: number): number => repairs.reduceRight((at, repair) => undo(at, repair), offset);
  return {
    path,
    text,
    file,
    placeOf(start, end) {
      const from = counter().linePos(original(start));
      const to = counter().linePos(Math.max(original(start), original(end)));
      return { file: path, line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
    },
    line(line) {
      const start = counter().lineStarts[line - 1];
      if (start === undefined) return undefined;
      return file.slice(start, (counter().lineStarts[line] ?? file.length + 1) - 1).replace(/\r$/, '');
    },
    withRepair(start, end, replacement, origin) {
      const repair = { start, end, length: replacement.length, origin };
      return create(path, file, text.slice(0, start) + replacement + text.slice(end), [...repairs, repair], counter());
    },
  };
}

function undo(offset: number, { start, end, length, origin }: Repair): number {
  if (offset < start) return offset;
  if (offset >= start + length) return offset - length + (end - start);
  return origin[offset - start] ?? end;
}

function countLines(text: string): LineCounter {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) counter.addNewLine(at + 1);
  return counter;
}
