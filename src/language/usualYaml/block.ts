import { Pair, Scalar, YAMLMap, YAMLSeq, type ParsedNode } from 'yaml';
import { opensBlockScalar, readBlockScalar } from './blockScalar.js';
import { opensFlow, readFlow } from './flow.js';
import { codes, endOfLine, enter, isBlank, nextLine, skipLines, skipSpaces, unusual, type Reading } from './reading.js';
import { passColon, placed, readScalar } from './scalars.js';

/** The contents of a document: a map or a list at the margin. */
export function readContents(reading: Reading): ParsedNode {
  if (reading.column !== 0) unusual();
  if (isDash(reading)) return readSequence(reading, 0);
  if (!opensFlow(codeAt(reading))) return readMap(reading, 0, readKey(reading));
  const flow = readFlow(reading, -1);
  flow.range[2] = endOfLine(reading.text, reading.at);
  skipLines(reading, flow.range[2]);
  return flow;
}

/** A block map whose first key has been read. */
function readMap(reading: Reading, column: number, first: Scalar.Parsed): YAMLMap.Parsed {
  enter(reading);
  const map = new YAMLMap<ParsedNode, ParsedNode>(reading.schema);
  for (let key = first; ; key = readKey(reading)) {
    const value = readValue(reading, column);
    map.items.push(new Pair<ParsedNode, ParsedNode>(key, value));
    if (reading.column === column) continue;
    reading.depth--;
    map.range = rangeOfBlock(reading, column, first.range[0], value.range[2]);
    return map as YAMLMap.Parsed; // it has a range now
  }
}

function readSequence(reading: Reading, column: number): YAMLSeq.Parsed {
  enter(reading);
  const sequence = new YAMLSeq<ParsedNode>(reading.schema);
  const start = reading.at;
  for (;;) {
    const at = skipSpaces(reading.text, reading.at + 1);
    reading.column = column + at - reading.at;
    reading.at = at;
    const item = readNode(reading, column, true);
    sequence.items.push(item);
    if (reading.column === column && isDash(reading)) continue;
    reading.depth--;
    sequence.range = rangeOfBlock(reading, column, start, item.range[2]);
    return sequence as YAMLSeq.Parsed; // it has a range now
  }
}

/** A collection takes the comments behind it that stand no less deep than itself, and the white space up to what follows. */
function rangeOfBlock(reading: Reading, column: number, start: number, end: number): [number, number, number] {
  if (column === 0 || reading.comment < column) return [start, end, end];
  return [start, end, reading.at];
}

function readKey(reading: Reading): Scalar.Parsed {
  const key = readScalar(reading, false);
  return passColon(reading, key) ? key : unusual();
}

/** Behind the colon of a key in this column. */
function readValue(reading: Reading, column: number): ParsedNode {
  reading.at = skipSpaces(reading.text, reading.at);
  const code = codeAt(reading);
  return isBlank(code) || code === codes.hash ? readBelow(reading, column) : readOnLine(reading, column);
}

/** A value that stands on the lines below its key, or nowhere. */
function readBelow(reading: Reading, column: number): ParsedNode {
  const { text, at } = reading;
  const next = nextLine(text, at);
  skipLines(reading, next);
  if (reading.column > column) return readNode(reading, column, reading.at - reading.column === next);
  if (reading.column === column && isDash(reading)) return readSequence(reading, column);
  if (text.charCodeAt(at) === codes.hash || reading.comment >= 0 || reading.column < 0) unusual();
  return placed(new Scalar(null), '', Scalar.PLAIN, at, at);
}

/**
 * What begins here, deeper than the collection around it, which is at column `outer`; `near`: on its line or the next one. (Behind comments
 * and blank lines the library forgets how deep a value has to stand.)
 */
function readNode(reading: Reading, outer: number, near: boolean): ParsedNode {
  const { column } = reading;
  if (isDash(reading)) return readSequence(reading, column);
  const code = codeAt(reading);
  if (opensFlow(code) || opensBlockScalar(code)) return near ? readOnLine(reading, outer) : unusual();
  const scalar = readScalar(reading, false);
  if (passColon(reading, scalar)) return readMap(reading, column, scalar);
  return near ? ended(reading, scalar, outer) : unusual();
}

function readOnLine(reading: Reading, outer: number): ParsedNode {
  const code = codeAt(reading);
  if (opensBlockScalar(code)) return readBlockScalar(reading, outer);
  return ended(reading, opensFlow(code) ? readFlow(reading, outer) : readScalar(reading, false), outer);
}

/** With its line, and with the comments below that stand deeper than the collection around it. */
function ended(reading: Reading, node: ParsedNode, outer: number): ParsedNode {
  node.range[2] = skipLines(reading, endOfLine(reading.text, reading.at), outer);
  return node;
}

function isDash({ text, at }: Reading): boolean {
  return text.charCodeAt(at) === codes.minus && isBlank(text.charCodeAt(at + 1));
}

function codeAt({ text, at }: Reading): number {
  return text.charCodeAt(at);
}
