/** The lines of a stream of bytes, without their line feeds, as text: one batch a chunk. Memory is bounded by the longest line. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      if (rest.length === 0) lines.push(chunk.toString('utf8', start, end));
      else {
        lines.push(Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8'));
        rest = [];
      }
      start = end + 1;
    }
    // A copy of the tail lets the chunk go.
    if (start < chunk.length) rest.push(Buffer.from(chunk.subarray(start)));
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [Buffer.concat(rest).toString('utf8')];
}
