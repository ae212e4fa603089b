/** Lines that follow each other, as bytes. */
export interface Lines {
  /** With a line feed between each two. */
  readonly bytes: Buffer;
  /** Where each line ends in them: at its line feed, the last one at the end of all. */
  readonly ends: readonly number[];
  /** Place of the first byte in the whole stream. */
  readonly start: number;
  /** Nobody looks at the bytes any more: others may come in their place. */
  readonly release: () => void;
}

/**
 * The lines of a stream of bytes, in batches of about a chunk. They stay bytes until somebody needs one of them as text: large texts that
 * live for a moment are what makes a collector walk through everything that lives long. Memory is bounded by the longest line and by who
 * does not release; a chunk is not needed any more when the next is asked for.
 */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  const blocks = createBlocks();
  let rest: Buffer[] = [];
  let start = 0;
  const linesOf = (parts: readonly Buffer[]): Lines => {
    const length = parts.reduce((sum, { length: size }) => sum + size, 0);
    const block = blocks.take(length);
    let filled = 0;
    for (const part of parts) filled += part.copy(block, filled);
    const bytes = block.subarray(0, length);
    const lines = { bytes, ends: endsIn(bytes), start, release: () => blocks.giveBack(block) };
    start += length + 1;
    return lines;
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed);
    if (end >= 0) {
      yield linesOf([...rest, chunk.subarray(0, end)]);
      rest = [];
    }
    // A copy of the tail lets the chunk go.
    if (end + 1 < chunk.length) rest.push(Buffer.from(chunk.subarray(end + 1)));
  }
  if (rest.length > 0) yield linesOf(rest);
}

const lineFeed = 10;

function endsIn(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) ends.push(at);
  ends.push(bytes.length);
  return ends;
}

/** Memory that was never touched costs more than filling it: blocks go round. */
function createBlocks(): { take(size: number): Buffer; giveBack(block: Buffer): void } {
  const free: Buffer[] = [];
  return {
    take(size) {
      const block = free.pop();
      return block !== undefined && block.length >= size ? block : Buffer.allocUnsafeSlow(Math.ceil(size * 1.25));
    },
    giveBack: (block) => void free.push(block),
  };
}
