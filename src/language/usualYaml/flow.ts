import { Pair, Scalar, YAMLMap, YAMLSeq, type ParsedNode } from 'yaml';
import { codes, enter, isBlank, nextLine, skipSpaces, unusual, type Reading } from './reading.js';
import { readScalar } from './scalars.js';

/** A `{ }` or `[ ]` that stands in a block collection at column `outer`. */
export function readFlow(reading: Reading, outer: number): YAMLMap.Parsed | YAMLSeq.Parsed {
  return readCollection(reading, outer, 1);
}

export function opensFlow(code: number): boolean {
  return code === codes.openMap || code === codes.openList;
}

function readCollection(reading: Reading, outer: number, level: number): YAMLMap.Parsed | YAMLSeq.Parsed {
  enter(reading, level);
  const start = reading.at;
  const isMap = reading.text.charCodeAt(start) === codes.openMap;
  const collection = isMap
    ? new YAMLMap<ParsedNode, ParsedNode>(reading.schema)
    : new YAMLSeq<ParsedNode>(reading.schema);
  const close = isMap ? codes.closeMap : codes.closeList;
  collection.flow = true;
  reading.at++;
  skipBetween(reading, outer, level);
  while (reading.text.charCodeAt(reading.at) !== close) {
    if (collection instanceof YAMLMap) collection.items.push(readPair(reading, outer, level));
    else collection.items.push(readItem(reading, outer, level));
    const code = reading.text.charCodeAt(reading.at);
    if (code === codes.comma) {
      reading.at++;
      skipBetween(reading, outer, level);
    } else if (code !== close) unusual();
  }
  reading.at++;
  collection.range = [start, reading.at, reading.at];
  return collection as YAMLMap.Parsed | YAMLSeq.Parsed; // it has a range now
}

function readItem(reading: Reading, outer: number, level: number): ParsedNode {
  const item = readNode(reading, outer, level);
  skipBetween(reading, outer, level);
  item.range[2] = reading.at;
  return item;
}

function readPair(reading: Reading, outer: number, level: number): Pair<ParsedNode, ParsedNode> {
  const { text } = reading;
  const key = readScalar(reading, true);
  const colon = skipSpaces(text, reading.at);
  if (text.charCodeAt(colon) !== codes.colon) unusual();
  // Behind quotes a colon needs no space, as in JSON.
  if (!isBlank(text.charCodeAt(colon + 1)) && key.type === Scalar.PLAIN) unusual();
  reading.at = colon + 1;
  skipBetween(reading, outer, level);
  const value = readNode(reading, outer, level);
  value.range[2] = skipBetween(reading, outer, level);
  return new Pair<ParsedNode, ParsedNode>(key, value);
}

function readNode(reading: Reading, outer: number, level: number): ParsedNode {
  return opensFlow(reading.text.charCodeAt(reading.at))
    ? readCollection(reading, outer, level + 1)
    : readScalar(reading, true);
}

/** White space, line breaks and comments. Gives where the first of these lines ends. */
function skipBetween(reading: Reading, outer: number, level: number): number {
  const { text } = reading;
  let end: number | undefined;
  let line: number | undefined;
  for (;;) {
    const at = skipSpaces(text, reading.at);
    const code = text.charCodeAt(at);
    if (code !== codes.lineFeed && code !== codes.hash) {
      if (line !== undefined && !mayStand(code, at - line, outer, level)) unusual();
      reading.at = at;
      return end ?? at;
    }
    if (code === codes.hash && at === reading.at) unusual();
    reading.at = line = nextLine(text, at);
    end ??= line;
  }
}

/** Whether a line may begin in this column: deeper than the collection around, or with the last bracket. */
function mayStand(code: number, column: number, outer: number, level: number): boolean {
  if (column > outer) return column > 0 || (code !== codes.minus && code !== codes.point);
  return column === outer && level === 1 && (code === codes.closeMap || code === codes.closeList);
}
