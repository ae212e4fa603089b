/** Codes of colour take no room. */
const codes = /\u001b\[(\d+)m/g;

/** Characters that are seen. */
export function lengthOf(text: string): number {
  return [...text.replace(codes, '')].length;
}

const narrowest = 12;

/** Lines of at most `width` characters, broken between words: a longer word stays whole, and each line has its colours to itself. */
export function wrapped(text: string, width: number): readonly string[] {
  if (lengthOf(text) <= width) return [text.trimEnd()];
  const room = Math.max(narrowest, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )(?! )/)) {
    if (line.trim() !== '' && lengthOf(line) + lengthOf(word.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return withOwnColours([...lines, line.trimEnd()]);
}

/**
 * A text for a page of `width` characters (`Infinity`: one without an edge, a pipe or a file). What does not fit into a line goes on below the
 * last column of it that begins in its left half, else two characters further in.
 */
export function wrapLines(text: string, width: number): string {
  if (width === Infinity) return text;
  return text
    .split('\n')
    .map((line) => hanging(line, width))
    .join('\n');
}

function hanging(line: string, width: number): string {
  if (lengthOf(line) <= width) return line;
  const indent = indentOf(line, width);
  const [first = '', ...others] = wrapped(line, width);
  const rest = wrapped(others.join(' '), width - indent);
  return [first, ...rest.map((each) => `${' '.repeat(indent)}${each}`)].join('\n');
}

function indentOf(line: string, width: number): number {
  const seen = line.replace(codes, '');
  const columns = [...seen.matchAll(/\S {2,}(?=\S)/g)].map(({ index, 0: gap }) => index + gap.length);
  const own = /^ */.exec(seen)![0].length; // matches always
  return columns.findLast((column) => column <= width / 2) ?? own + 2;
}

const ends: Readonly<Record<string, RegExp>> = { 22: /\[[12]m/, 39: /\[(3|9)[0-7]m/ };

/** A colour that goes on in the next line is ended in this one, and begun again in that. */
function withOwnColours(lines: readonly string[]): readonly string[] {
  let open: readonly string[] = [];
  return lines.map((line) => {
    const begin = open.join('');
    for (const [code, number = ''] of line.matchAll(codes)) {
      const ended = ends[number];
      open = ended === undefined ? [...open, code] : open.filter((each) => !ended.test(each));
    }
    const end = Object.entries(ends).flatMap(([number, begun]) =>
      open.some((code) => begun.test(code)) ? [`\u001b[${number}m`] : [],
    );
    return `${begin}${line}${end.join('')}`;
  });
}
