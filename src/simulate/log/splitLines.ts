/** The lines of a stream of bytes, without their line feeds, as text, in batches of about a chunk. Memory is bounded by the longest line. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(10);
    let start = 0;
    if (end >= 0 && rest.length > 0) {
      start = chunk.indexOf(10) + 1;
      yield [Buffer.concat([...rest, chunk.subarray(0, start - 1)]).toString('utf8')];
      rest = [];
    }
    // Whole lines are decoded at once: no character lies across a line feed.
    if (start <= end) yield chunk.toString('utf8', start, end).split('\n');
    // A copy of the tail lets the chunk go.
    if (end + 1 < chunk.length) rest.push(Buffer.from(chunk.subarray(end + 1)));
  }
  if (rest.length > 0) yield [Buffer.concat(rest).toString('utf8')];
}
