/** Lines that follow each other, with a line feed between each. */
export interface Lines {
  readonly text: string;
  readonly count: number;
  /** Place of the first byte in the whole stream, and how many there are. */
  readonly start: number;
  readonly bytes: number;
}

/**
 * The lines of a stream of bytes as text, in batches of about a chunk. Memory is bounded by the longest line; a chunk is not needed
 * any more when the next is asked for.
 */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let rest: Buffer[] = [];
  let position = 0;
  const linesOf = (bytes: Buffer): Lines => {
    const start = position;
    position += bytes.length + 1;
    // Whole lines are decoded at once: no character lies across a line feed.
    return { text: bytes.toString('utf8'), count: feedsIn(bytes) + 1, start, bytes: bytes.length };
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(10);
    let start = 0;
    if (end >= 0 && rest.length > 0) {
      start = chunk.indexOf(10) + 1;
      yield linesOf(Buffer.concat([...rest, chunk.subarray(0, start - 1)]));
      rest = [];
    }
    if (start <= end) yield linesOf(chunk.subarray(start, end));
    // A copy of the tail lets the chunk go.
    if (end + 1 < chunk.length) rest.push(Buffer.from(chunk.subarray(end + 1)));
  }
  if (rest.length > 0) yield linesOf(Buffer.concat(rest));
}

function feedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
