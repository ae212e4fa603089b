/** Offsets of a text's lines; the parser counts lines and columns from 1. */
export function offsetsOf(source: string): (place: { readonly line: number; readonly column: number }) => number {
  const starts = [0];
  for (const match of source.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return ({ line, column }) => Math.min(source.length, (starts[line - 1] ?? source.length) + column - 1);
}
