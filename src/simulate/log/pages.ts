/**
 * A file's bytes at any place, by pages that stay at hand: what is asked for lies near what was asked for shortly before, because timers fire
 * in the order in which they were armed, and asking the system for a line takes ten times as long as making it anew.
 */
export interface Pages {
  /** The text at a place, in bytes; shorter where the file ends. Throws errors of the system. */
  text(start: number, length: number): string;
}

const pageSize = 1 << 14;
const mostPages = 1 << 10;

interface Page {
  number: number;
  size: number;
  readonly bytes: Buffer;
}

/** `read`: fills the bytes from a place in the file on, and says how many there were. */
export function createPages(read: (bytes: Buffer, from: number) => number): Pages {
  const pages: (Page | undefined)[] = [];
  const pageOf = (number: number): Page => {
    const place = number % mostPages;
    const page = (pages[place] ??= { number: -1, size: 0, bytes: Buffer.allocUnsafeSlow(pageSize) });
    if (page.number !== number) {
      page.number = -1;
      page.size = read(page.bytes, number * pageSize);
      page.number = number;
    }
    return page;
  };
  return {
    text(start, length) {
      const first = Math.floor(start / pageSize);
      const from = start - first * pageSize;
      if (from + length <= pageSize) {
        const { bytes, size } = pageOf(first);
        return bytes.toString('utf8', from, Math.min(from + length, size));
      }
      const whole = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const at = start + filled;
        const number = Math.floor(at / pageSize);
        const { bytes, size } = pageOf(number);
        const copied = bytes.copy(whole, filled, at - number * pageSize, size);
        if (copied === 0) break;
        filled += copied;
      }
      return whole.toString('utf8', 0, filled);
    },
  };
}
