import { Scalar } from 'yaml';
import { codes, skipLines, skipSpaces, unusual, type Reading } from './reading.js';
import { placed } from './scalars.js';

export function opensBlockScalar(code: number): boolean {
  return code === codes.bar || code === codes.more;
}

const header = /([|>])(-?) *\n/y;

/** A literal or folded text of a collection at column `outer`. The reading goes on with the next line that holds something. */
export function readBlockScalar(reading: Reading, outer: number): Scalar.Parsed {
  header.lastIndex = reading.at;
  const [, style, chomped] = header.exec(reading.text) ?? unusual();
  const { lines, end } = linesFrom(reading.text, header.lastIndex, outer);
  const text = style === '>' ? folded(lines) : lines.join('\n');
  const value = chomped === '-' ? text : `${text}\n`;
  const type = style === '>' ? Scalar.BLOCK_FOLDED : Scalar.BLOCK_LITERAL;
  const scalar = placed(new Scalar(value), value, type, reading.at, end);
  skipLines(reading, end);
  return scalar;
}

/** The lines without their indentation, and the end of the last one that is not blank. */
function linesFrom(text: string, from: number, outer: number): { lines: readonly string[]; end: number } {
  const lines: string[] = [];
  let indent = 0;
  let blank = 0;
  let end = from;
  for (let line = from; line < text.length;) {
    const at = skipSpaces(text, line);
    const found = text.indexOf('\n', at);
    const stop = found < 0 ? text.length : found;
    if (at === stop) {
      if (indent === 0 || at - line > indent) unusual();
      blank++;
    } else {
      if (indent === 0) indent = at - line > outer ? at - line : unusual();
      if (at - line < indent) break;
      while (blank > 0) blank = lines.push('') && blank - 1;
      lines.push(text.slice(line + indent, stop));
      end = Math.min(stop + 1, text.length);
    }
    line = stop + 1;
  }
  return lines.length > 0 ? { lines, end } : unusual();
}

/** A line break is a space, n of them are n - 1 line feeds. */
function folded(lines: readonly string[]): string {
  if (lines.some((line) => line.startsWith(' '))) unusual();
  return lines.reduce((text, line, index) => {
    if (line === '') return `${text}\n`;
    return index === 0 || lines[index - 1] === '' ? text + line : `${text} ${line}`;
  }, '');
}
