import { isAscii } from 'node:buffer';
import { instant } from '../../model/instant.js';
import { timeInFront, type HeldLine } from './heldLine.js';
import type { Run } from './inOrder.js';
import type { Lines } from './splitLines.js';

/**
 * Lines whose times stand in front as bytes and some numbers: thousands of objects that live just long enough to be copied are what a
 * collector is worst at. `start` -1: the file cannot be asked again. `undefined`: some line has to be looked at by itself.
 */
export function plainLines(lines: Lines, file: number, first: number, start: number): Run<HeldLine> | undefined {
  const { bytes, ends } = lines;
  const times: number[] = [];
  for (let index = 0; index < ends.length; index++) {
    const at = timeInFront(bytes, beginOf(ends, index), ends[index]!);
    if (at === undefined) return undefined;
    times.push(at);
  }
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  return {
    size: ends.length,
    at: (index) => instant(times[index]!),
    item(index) {
      const from = beginOf(ends, index);
      const end = ends[index]!;
      return {
        at: instant(times[index]!),
        held: bytes.toString(encoding, from, end),
        file,
        line: first + index,
        start: start < 0 ? -1 : start + from,
        length: end - from,
      };
    },
    release: lines.release,
  };
}

export function beginOf(ends: readonly number[], index: number): number {
  return index === 0 ? 0 : ends[index - 1]! + 1;
}
