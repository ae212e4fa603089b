import { instant } from '../../model/instant.js';
import { timeInFront, type HeldLine } from './heldLine.js';
import type { Run } from './inOrder.js';
import type { Lines } from './splitLines.js';

/**
 * Lines whose times stand in front as one text and some numbers: thousands of objects that live just long enough to be copied are what a
 * collector is worst at. `start` -1: the file cannot be asked again. `undefined`: some line has to be looked at by itself.
 */
export function plainLines(
  { text, count, bytes }: Lines,
  file: number,
  first: number,
  start: number,
): Run<HeldLine> | undefined {
  const times = new Float64Array(count);
  /** Where each begins; the last one: where the next would. In characters and in bytes. */
  const chars = new Int32Array(count + 1);
  const isAscii = text.length === bytes;
  const places = isAscii ? chars : new Int32Array(count + 1);
  for (let index = 0; index < count; index++) {
    const from = chars[index]!;
    const at = timeInFront(text, from);
    if (at === undefined) return undefined;
    times[index] = at;
    const end = index + 1 === count ? text.length : text.indexOf('\n', from);
    chars[index + 1] = end + 1;
    if (!isAscii) places[index + 1] = places[index]! + Buffer.byteLength(text.slice(from, end)) + 1;
  }
  // What is no UTF-8 has another length as text.
  const isExact = places[count] === bytes + 1;
  return {
    size: count,
    at: (index) => instant(times[index]!),
    item: (index) => ({
      at: instant(times[index]!),
      held: text.slice(chars[index], chars[index + 1]! - 1),
      file,
      line: first + index,
      start: start >= 0 && isExact ? start + places[index]! : -1,
      length: places[index + 1]! - places[index]! - 1,
    }),
  };
}
