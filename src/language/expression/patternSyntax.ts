/** What a pattern is made of. */
export type Piece =
  | { readonly piece: 'set'; readonly has: (code: number) => boolean }
  | { readonly piece: 'edge'; readonly holds: (before: number, after: number) => boolean }
  | { readonly piece: 'sequence' | 'either'; readonly of: readonly Piece[] }
  | { readonly piece: 'repeat'; readonly of: Piece; readonly min: number; readonly max: number };

type Test = (code: number) => boolean;

class PatternProblem extends Error {}

/** Reads a pattern in RE2's syntax; `(?i)` at its start ignores case. Look-around and back references are refused. */
export function parsePattern(source: string): { readonly piece: Piece } | { readonly problem: string } {
  const ignoreCase = source.startsWith('(?i)');
  const reader = { text: [...(ignoreCase ? source.slice(4) : source)], at: 0, ignoreCase };
  try {
    const piece = readEither(reader, 0);
    if (reader.at < reader.text.length) fail('there is a ")" too many');
    return { piece };
  } catch (error) {
    if (error instanceof PatternProblem) return { problem: error.message };
    throw error;
  }
}

interface Reader {
  readonly text: readonly string[];
  at: number;
  readonly ignoreCase: boolean;
}

function fail(message: string): never {
  throw new PatternProblem(message);
}

function readEither(reader: Reader, depth: number): Piece {
  if (depth > 50) fail('the brackets of the pattern are nested too deep');
  const branches = [readSequence(reader, depth)];
  while (reader.text[reader.at] === '|') {
    reader.at += 1;
    branches.push(readSequence(reader, depth));
  }
  return branches.length === 1 ? branches[0]! : { piece: 'either', of: branches };
}

function readSequence(reader: Reader, depth: number): Piece {
  const of: Piece[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at]!))
    of.push(readRepeated(reader, depth));
  return { piece: 'sequence', of };
}

function readRepeated(reader: Reader, depth: number): Piece {
  let piece = readAtom(reader, depth);
  for (let range = readRange(reader); range !== undefined; range = readRange(reader)) {
    piece = { piece: 'repeat', of: piece, min: range[0], max: range[1] };
    // Greedy or not, the text matches or it does not.
    if (reader.text[reader.at] === '?') reader.at += 1;
  }
  return piece;
}

function readRange(reader: Reader): readonly [number, number] | undefined {
  const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const;
  const sign = reader.text[reader.at] as keyof typeof simple | '{' | undefined;
  if (sign === undefined) return undefined;
  if (sign in simple) {
    reader.at += 1;
    return simple[sign as keyof typeof simple];
  }
  const counted =
    sign === '{' ? /^\{(\d+)(,(\d*))?\}/.exec(reader.text.slice(reader.at, reader.at + 12).join('')) : null;
  if (counted === null) return undefined;
  reader.at += counted[0].length;
  const min = Number(counted[1]);
  const max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
  if (max < min) fail(`{${min},${max}} counts downwards`);
  if (min > 1000 || (max > 1000 && max !== Infinity)) fail('a repetition counts to 1000 at most');
  return [min, max];
}

function readAtom(reader: Reader, depth: number): Piece {
  const char = reader.text[reader.at++]!;
  switch (char) {
    case '.':
      return { piece: 'set', has: (code) => code !== 10 };
    case '^':
      return { piece: 'edge', holds: (before) => before === -1 };
    case '$':
      return { piece: 'edge', holds: (_, after) => after === -1 };
    case '(':
      return readGroup(reader, depth);
    case '[':
      return readClass(reader);
    case '\\':
      return readEscape(reader);
    case '*':
    case '+':
    case '?':
      return fail(`nothing stands before "${char}"`);
    default:
      return literal(reader, char);
  }
}

function readGroup(reader: Reader, depth: number): Piece {
  if (reader.text[reader.at] === '?') {
    const opening = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(reader.text.slice(reader.at, reader.at + 40).join(''));
    if (opening === null)
      fail('look-around and flags inside a pattern take more than linear time: they are not offered');
    reader.at += opening[0].length;
  }
  const piece = readEither(reader, depth + 1);
  if (reader.text[reader.at] !== ')') fail('a "(" is not closed');
  reader.at += 1;
  return piece;
}

function readEscape(reader: Reader): Piece {
  const char = reader.text[reader.at];
  if (char === 'b' || char === 'B') {
    reader.at += 1;
    const boundary = char === 'b';
    return { piece: 'edge', holds: (before, after) => (isWord(before) !== isWord(after)) === boundary };
  }
  const found = readEscaped(reader);
  return typeof found === 'string' ? literal(reader, found) : { piece: 'set', has: found };
}

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };

/** After the backslash: a class of characters, or one character. */
function readEscaped(reader: Reader): Test | string {
  const char = reader.text[reader.at++];
  if (char === undefined) return fail('the pattern ends with a backslash');
  const named = classes[char];
  if (named !== undefined) return named;
  if (char === 'p' || char === 'P') return readProperty(reader, char === 'P');
  if (/[1-9]/.test(char)) return fail('back references take more than linear time: they are not offered');
  if (/[A-Za-z]/.test(char) && !(char in controls)) return fail(`\\${char} means nothing here`);
  return controls[char] ?? char;
}

/** `\p{L}`: a class of Unicode, tested on one character at a time. */
function readProperty(reader: Reader, negated: boolean): Test {
  const name = /^\{[A-Za-z_=]+\}|^[A-Z]/.exec(reader.text.slice(reader.at, reader.at + 40).join(''))?.[0];
  if (name === undefined) return fail('\\p is written as \\p{L}');
  reader.at += name.length;
  try {
    const property = new RegExp(`\\p${name.startsWith('{') ? name : `{${name}}`}`, 'u');
    return (code) => property.test(String.fromCodePoint(code)) !== negated;
  } catch {
    return fail(`there is no class of characters ${name}`);
  }
}

const isDigit: Test = (code) => code >= 48 && code <= 57;
const isWord: Test = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: Test = (code) => code === 32 || (code >= 9 && code <= 13);
const classes: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

function readClass(reader: Reader): Piece {
  const negated = reader.text[reader.at] === '^';
  if (negated) reader.at += 1;
  const tests: Test[] = [];
  for (let first = true; first || reader.text[reader.at] !== ']'; first = false) {
    const from = readMember(reader);
    if (typeof from !== 'string') {
      tests.push(from);
      continue;
    }
    const isRange =
      reader.text[reader.at] === '-' && reader.text[reader.at + 1] !== ']' && reader.text[reader.at + 1] !== undefined;
    if (isRange) reader.at += 1;
    const to = isRange ? readMember(reader) : from;
    if (typeof to !== 'string') return fail('a range ends with a character');
    tests.push(range(from.codePointAt(0)!, to.codePointAt(0)!, reader.ignoreCase));
  }
  reader.at += 1;
  return { piece: 'set', has: (code) => tests.some((test) => test(code)) !== negated };
}

function readMember(reader: Reader): Test | string {
  const char = reader.text[reader.at++];
  if (char === undefined) return fail('a "[" is not closed');
  return char === '\\' ? readEscaped(reader) : char;
}

function range(from: number, to: number, ignoreCase: boolean): Test {
  if (to < from) fail('a range runs backwards');
  if (!ignoreCase) return (code) => code >= from && code <= to;
  return (code) => casesOf(code).some((each) => each >= from && each <= to);
}

function literal(reader: Reader, char: string): Piece {
  const wanted = char.codePointAt(0)!;
  return { piece: 'set', has: range(wanted, wanted, reader.ignoreCase) };
}

function casesOf(code: number): readonly number[] {
  const char = String.fromCodePoint(code);
  return [code, char.toLowerCase().codePointAt(0)!, char.toUpperCase().codePointAt(0)!];
}
