import { isScalar, Scalar, type ScalarTag } from 'yaml';
import { codes, isBlank, skipSpaces, unusual, type Reading } from './reading.js';

/** A plain or quoted scalar of one line; its range ends with it. */
export function readScalar(reading: Reading, inFlow: boolean): Scalar.Parsed {
  const code = reading.text.charCodeAt(reading.at);
  if (code === codes.quote) return readQuoted(reading, doubleQuoted, Scalar.QUOTE_DOUBLE);
  if (code === codes.apostrophe) return readQuoted(reading, singleQuoted, Scalar.QUOTE_SINGLE);
  return readPlain(reading, inFlow);
}

/** With the escapes that JSON has, too. */
const doubleQuoted = /"[^"\\\n]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\n]*)*"/y;
const singleQuoted = /'[^'\n]*(?:''[^'\n]*)*'/y;

function readQuoted(reading: Reading, pattern: RegExp, type: Scalar.Type): Scalar.Parsed {
  const start = reading.at;
  pattern.lastIndex = start;
  if (!pattern.test(reading.text)) unusual();
  reading.at = pattern.lastIndex;
  const source = reading.text.slice(start, reading.at);
  const value = type === Scalar.QUOTE_SINGLE ? source.slice(1, -1).replaceAll("''", "'") : valueOf(source);
  return placed(new Scalar(value), value, type, start, reading.at);
}

function valueOf(source: string): string {
  // What the pattern takes is a string of JSON.
  return source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1);
}

/** A scalar as the library gives it; its last range ends with it. */
export function placed(scalar: Scalar, source: string, type: Scalar.Type, start: number, end: number): Scalar.Parsed {
  scalar.range = [start, end, end];
  scalar.source = source;
  scalar.type = type;
  return scalar as Scalar.Parsed; // it has a range and a source now
}

function readPlain(reading: Reading, inFlow: boolean): Scalar.Parsed {
  const { text, at } = reading;
  if (!startsPlain(text, at, inFlow)) unusual();
  let end = at;
  for (let next = at; ; next++) {
    const code = text.charCodeAt(next);
    if (code === codes.lineFeed || Number.isNaN(code)) break;
    if (code === codes.space) {
      if (text.charCodeAt(next + 1) === codes.hash) break;
      continue;
    }
    if (code === codes.colon && endsAtColon(text.charCodeAt(next + 1), inFlow)) break;
    if (inFlow && isFlowIndicator(code)) break;
    end = next + 1;
  }
  const source = text.slice(at, end);
  reading.at = end;
  return placed(resolved(reading, source), source, Scalar.PLAIN, at, end);
}

const indicators = new Set([...',[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

function startsPlain(text: string, at: number, inFlow: boolean): boolean {
  const code = text.charCodeAt(at);
  if (isBlank(code) || indicators.has(code)) return false;
  if (code !== codes.minus && code !== codes.question && code !== codes.colon) return true;
  return !endsAtColon(text.charCodeAt(at + 1), inFlow);
}

function endsAtColon(next: number, inFlow: boolean): boolean {
  return isBlank(next) || (inFlow && isFlowIndicator(next));
}

function isFlowIndicator(code: number): boolean {
  return (
    code === codes.comma ||
    code === codes.openList ||
    code === codes.closeList ||
    code === codes.openMap ||
    code === codes.closeMap
  );
}

/** What may be a number, a truth or null is asked of the library's schema. */
function resolved({ schema }: Reading, source: string): Scalar {
  if (!/^[-+.\d~nNtTfF]/.test(source)) return new Scalar(source);
  const tag = schema.tags.find(
    (each): each is ScalarTag => each.default === true && each.test !== undefined && each.test.test(source),
  );
  if (tag === undefined) return new Scalar(source);
  const value = tag.resolve(source, unusual, {});
  const scalar = isScalar(value) ? value : new Scalar(value);
  if (tag.format !== undefined) scalar.format = tag.format;
  return scalar;
}

/** A key must not be longer. */
const longestKey = 1024;

/** Goes on behind the colon if the scalar just read is a key of a block map. */
export function passColon(reading: Reading, key: Scalar.Parsed): boolean {
  const at = skipSpaces(reading.text, reading.at);
  if (reading.text.charCodeAt(at) !== codes.colon || !isBlank(reading.text.charCodeAt(at + 1))) return false;
  if (at - key.range[0] > longestKey) unusual();
  reading.at = at + 1;
  return true;
}
