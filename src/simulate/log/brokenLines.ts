/** Where a line stands: index of the file, and its number from 1. */
export interface Place {
  readonly file: number;
  readonly line: number;
}

export interface Broken extends Place {
  readonly message: string;
}

/** Lines that are no events: all are counted, the first ones of the files told. */
export interface BrokenLines {
  note(place: Place, message: string): void;
  count(): number;
  first(): readonly Broken[];
}

export const toldLines = 20;

/** Lines are read in the order of time, not in that of the file. */
export function createBrokenLines(): BrokenLines {
  let count = 0;
  let kept: Broken[] = [];
  const first = (): Broken[] => (kept = kept.sort((a, b) => a.file - b.file || a.line - b.line).slice(0, toldLines));
  return {
    note({ file, line }, message) {
      count++;
      if (kept.length >= 10 * toldLines) first();
      kept.push({ file, line, message });
    },
    count: () => count,
    first,
  };
}
