import { Scalar } from 'yaml';

/** Characters of a scalar's value with, for each, its offset in the file; one offset more for the end. */
interface Mapped {
  value: string;
  offsets: number[];
}

/**
 * File offsets of every character of a scalar's value, and of its end: `offsets[i]` is where `value[i]` is written.
 * An escape is placed at its first character, a folded line break at the break.
 * Knows all styles of YAML 1.2 (plain, quoted, literal, folded; single- and multi-line).
 *
 * @param text the file
 * @param start where the scalar starts (the quote, `|` or `>` included)
 * @param end where it ends
 */
export function scalarOffsets(
  text: string,
  start: number,
  end: number,
  style: string | undefined,
  value: string,
): number[] {
  const mapped = read(text, start, end, style, value);
  if (mapped.value === value) return mapped.offsets;
  return Array.from({ length: value.length + 1 }, () => start);
}

function read(text: string, start: number, end: number, style: string | undefined, value: string): Mapped {
  switch (style) {
    case Scalar.QUOTE_DOUBLE:
      return doubleQuoted(text, start + 1, end - 1);
    case Scalar.QUOTE_SINGLE:
      return flow(text, start + 1, end - 1, true);
    case Scalar.BLOCK_LITERAL:
    case Scalar.BLOCK_FOLDED:
      return block(text, start, end, style === Scalar.BLOCK_FOLDED, value);
    default:
      return flow(text, start, end, false);
  }
}

/** Plain and single-quoted: line breaks fold, `''` is `'`. */
function flow(text: string, start: number, end: number, quoted: boolean): Mapped {
  const out: Mapped = { value: '', offsets: [] };
  let at = start;
  while (at < end) {
    const fold = foldAt(text, at, end);
    if (fold) {
      at = fold.read(out);
      continue;
    }
    out.value += text[at]!;
    out.offsets.push(at);
    at += quoted && text[at] === "'" && text[at + 1] === "'" ? 2 : 1;
  }
  out.offsets.push(end);
  return out;
}

/** White space around a line break, which YAML folds: one break is a space, n breaks are n - 1 line feeds. */
function foldAt(text: string, at: number, end: number): { read(out: Mapped): number } | undefined {
  let next = at;
  while (next < end && isBlank(text[next]!)) next++;
  if (next >= end || !isBreak(text, next)) return undefined;
  return {
    read(out) {
      const breaks: number[] = [];
      while (next < end && (isBlank(text[next]!) || isBreak(text, next))) {
        if (text[next] === '\n') breaks.push(next);
        next++;
      }
      if (breaks.length === 1) append(out, ' ', breaks[0]!);
      for (const place of breaks.slice(1)) append(out, '\n', place);
      return next;
    },
  };
}

/** Escapes that stand for one character; the others are `\x41`, `\u0041`, `\U00000041` and a broken line. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
}; // prettier-ignore
const hexLength: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function doubleQuoted(text: string, start: number, end: number): Mapped {
  const out: Mapped = { value: '', offsets: [] };
  let at = start;
  while (at < end) {
    if (text[at] === '\\') {
      at = escapeAt(text, at, end, out);
      continue;
    }
    const fold = foldAt(text, at, end);
    if (fold) {
      at = fold.read(out);
      continue;
    }
    append(out, text[at]!, at);
    at++;
  }
  out.offsets.push(end);
  return out;
}

function escapeAt(text: string, at: number, end: number, out: Mapped): number {
  const letter = text[at + 1]!;
  if (isBreak(text, at + 1)) {
    let next = at + (letter === '\r' ? 3 : 2);
    while (next < end && isBlank(text[next]!)) next++;
    return next;
  }
  const length = hexLength[letter];
  if (length === undefined) {
    append(out, escapes[letter] ?? letter, at);
    return at + 2;
  }
  const point = Number.parseInt(text.slice(at + 2, at + 2 + length), 16);
  if (point <= 0x10ffff) append(out, String.fromCodePoint(point), at);
  return at + 2 + length;
}

interface Line {
  readonly start: number;
  readonly indent: number;
  /** Behind the indentation, without the line break. */
  readonly content: string;
}

/**
 * Literal and folded. The indentation that goes is the first line's, or less when the header says so; the node does not
 * tell which, so the widest one that gives the value is taken.
 */
function block(text: string, start: number, end: number, folded: boolean, value: string): Mapped {
  const headerEnd = text.indexOf('\n', start);
  if (headerEnd < 0 || headerEnd >= end) return { value: '', offsets: [end] };
  const header = text.slice(start, headerEnd);
  const lines = linesOf(text, headerEnd + 1, end);
  const first = lines.find((line) => line.content !== '');
  const widest = first?.indent ?? Math.max(...lines.map((line) => line.indent));
  for (let indent = widest; indent >= 0; indent--) {
    const mapped = unindent(lines, indent, folded, header, headerEnd);
    mapped.offsets.push(end);
    if (mapped.value === value) return mapped;
  }
  return { value: '', offsets: [end] };
}

function unindent(lines: readonly Line[], indent: number, folded: boolean, header: string, headerEnd: number): Mapped {
  const out: Mapped = { value: '', offsets: [] };
  const first = lines.findIndex((line) => line.content !== '');
  const last = lastLine(lines, indent);
  let separator: { text: string; at: number } = { text: '', at: headerEnd };
  let deeper = false;
  lines.slice(0, last).forEach((line, index) => {
    const shown = ' '.repeat(Math.max(0, line.indent - indent)) + line.content;
    const lineEnd = line.start + line.indent + line.content.length;
    const add = (text: string) => {
      append(out, text, separator.at);
      appendRun(out, shown, lineEnd - shown.length);
    };
    if (index < first) {
      appendRun(out, shown, lineEnd - shown.length);
      append(out, '\n', lineEnd);
    } else if (!folded) {
      add(separator.text);
      separator = { text: '\n', at: lineEnd };
    } else if (line.indent > indent || line.content.startsWith('\t')) {
      add(separator.text === ' ' ? '\n' : !deeper && separator.text === '\n' ? '\n\n' : separator.text);
      separator = { text: '\n', at: lineEnd };
      deeper = true;
    } else if (line.content !== '') {
      add(separator.text);
      separator = { text: ' ', at: lineEnd };
      deeper = false;
    } else {
      if (separator.text === '\n') append(out, '\n', separator.at);
      separator = { text: '\n', at: lineEnd };
    }
  });
  chomp(out, lines.slice(last, -1), last > 0 ? separator.at : undefined, header, indent);
  return out;
}

/** Behind the last line that is content: blank lines deeper than the indentation are. */
function lastLine(lines: readonly Line[], indent: number): number {
  let last = lines.findLastIndex((line) => line.content !== '') + 1;
  if (last === 0) return 0;
  const deep = lines.findLastIndex((line) => line.indent > indent) + 1;
  if (deep > last) last = deep;
  return last;
}

/** The line feeds at the end: none (`-`), all (`+`) or one. */
function chomp(
  out: Mapped,
  blank: readonly Line[],
  lastBreak: number | undefined,
  header: string,
  indent: number,
): void {
  const indicators = /^[|>]([-+0-9]*)/.exec(header)![1]!;
  if (indicators.includes('-')) return;
  if (lastBreak !== undefined) append(out, '\n', lastBreak);
  if (!indicators.includes('+')) return;
  for (const line of blank) {
    appendRun(out, ' '.repeat(Math.max(0, line.indent - indent)), line.start + indent);
    append(out, '\n', line.start + line.indent);
  }
}

function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  let at = start;
  while (at <= end) {
    const found = text.indexOf('\n', at);
    const stop = found < 0 || found > end ? end : found;
    let indent = 0;
    while (at + indent < stop && text[at + indent] === ' ') indent++;
    let content = text.slice(at + indent, stop);
    if (content.endsWith('\r')) content = content.slice(0, -1);
    lines.push({ start: at, indent, content });
    if (found < 0 || found >= end) break;
    at = stop + 1;
  }
  return lines;
}

/** One character, which may take two UTF-16 units, written at one place. */
function append(out: Mapped, character: string, at: number): void {
  out.value += character;
  for (let unit = 0; unit < character.length; unit++) out.offsets.push(at);
}

/** Characters written one after the other as they are. */
function appendRun(out: Mapped, run: string, at: number): void {
  out.value += run;
  for (let unit = 0; unit < run.length; unit++) out.offsets.push(at + unit);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

function isBreak(text: string, at: number): boolean {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
}
