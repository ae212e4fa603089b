import { isCollection, isMap, isPair, isScalar, type Document } from 'yaml';
import { expect } from 'vitest';
import { libraryOptions, parseWithComments } from '../../../src/language/parseYaml.js';
import { readUsual } from '../../../src/language/usualYaml/readUsual.js';

export function usual(text: string): readonly Document.Parsed[] | undefined {
  return readUsual(text, libraryOptions);
}

/** Everything that a document says but its comments and blank lines, in the form of data. */
export function structureOf(documents: readonly Document.Parsed[]): unknown {
  return documents.map(({ range, contents, errors, warnings }) => ({
    range,
    contents: nodeOf(contents),
    problems: [...errors, ...warnings].map(({ message }) => message),
  }));
}

function nodeOf(node: unknown): unknown {
  if (node === null) return null;
  if (isPair(node)) return { key: nodeOf(node.key), value: nodeOf(node.value) };
  if (isScalar(node)) {
    const { value, source, type, format, minFractionDigits, range, tag, anchor } = node;
    return { value, source, type, format, minFractionDigits, range, tag, anchor };
  }
  if (!isCollection(node)) throw new Error(`no node of a usual document: ${String(node)}`);
  const { items, flow, range, tag, anchor } = node;
  return { [isMap(node) ? 'map' : 'list']: items.map(nodeOf), flow, range, tag, anchor };
}

/** Whether a text is read; if so, then as the library reads it. */
export function isReadAlike(text: string): boolean {
  const documents = usual(text);
  if (documents === undefined) return false;
  expect(structureOf(documents)).toEqual(structureOf(parseWithComments(text)));
  return true;
}
