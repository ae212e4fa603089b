import { isAlias, isCollection, isMap, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml';
import { anchorOf } from './anchors.js';
import { parseYaml } from './parseYaml.js';
import type { Path, Place } from './project.js';
import { scalarOffsets } from './scalarMap.js';
import type { Source } from './source.js';

/**
 * Where a resource's own form differs from the YAML: steps with another name (behind a bad item that was left out, a
 * file under its text's name), texts that stand in another file, and values whose source starts behind an `=`.
 */
export interface Landmarks {
  /** Path in the spec → the key or index that stands in the YAML at its end. */
  readonly steps: Map<string, string | number>;
  readonly attached: Map<string, Source>;
  readonly skips: Map<string, number>;
  /** Values of which YAML read only a part: where they start in the text. */
  readonly raw: Map<string, number>;
}

export function pathKey(path: Path): string {
  return path.join('\u0000');
}

const parsed = new WeakMap<Source, readonly Document.Parsed[]>();

/** The nodes of a file are not kept: the few that are asked for places are parsed again. */
function documentsOf(source: Source): readonly Document.Parsed[] {
  const known = parsed.get(source);
  if (known) return known;
  const documents = parseYaml(source.text);
  parsed.set(source, documents);
  return documents;
}

/** Finds places of paths in the `index`th document of a file; see `Resource.locate`. */
export function locator(source: Source, index: number, landmarks: Landmarks) {
  return (path: Path, within?: { readonly start: number; readonly end: number }, part?: 'key'): Place => {
    const document = documentsOf(source)[index]!;
    const { node, key, complete } = descend(document, path, landmarks);
    if (part === 'key' && complete && key) return rangeOf(source, key);
    if (!node) return source.placeOf(document.range[0], document.range[0]);
    if (!within || !complete) return rangeOf(source, node);
    const here = pathKey(path);
    const attached = landmarks.attached.get(here);
    if (attached) return attached.placeOf(within.start, within.end);
    const raw = landmarks.raw.get(here);
    if (raw !== undefined) {
      const start = raw + (landmarks.skips.get(here) ?? 0);
      return source.placeOf(start + within.start, start + within.end);
    }
    return isScalar(node) ? inScalar(source, node, within, landmarks.skips.get(here) ?? 0) : rangeOf(source, node);
  };
}

function descend(
  document: Document.Parsed,
  path: Path,
  landmarks: Landmarks,
): { node: Node | null; key?: Node; complete: boolean } {
  let node: Node | null = resolve(document.contents, document);
  let key: Node | undefined;
  for (let depth = 0; depth < path.length; depth++) {
    const step = landmarks.steps.get(pathKey(path.slice(0, depth + 1))) ?? path[depth]!;
    const pair = isMap(node) ? pairOf(node.items, String(step)) : undefined;
    if (pair) {
      // Pairs of a parsed document have nodes as keys.
      key = pair.key as Node;
      // The same for values; null only where nothing is written.
      node = resolve((pair.value as Node | null) ?? key, document);
    } else if (isSeq(node) && typeof step === 'number' && step < node.items.length)
      node = resolve(node.items[step] as Node, document);
    else if (step !== 0 || isSeq(node)) return { node, ...(key && { key }), complete: false };
  }
  return { node, ...(key && { key }), complete: true };
}

function pairOf(pairs: readonly Pair[], name: string): Pair | undefined {
  return pairs.find(({ key }) => isScalar(key) && (key.source ?? String(key.value)) === name);
}

function resolve(node: Node | null, document: Document.Parsed): Node | null {
  return isAlias(node) ? (anchorOf(node, document) ?? node) : node;
}

function rangeOf(source: Source, node: Node): Place {
  const { start, end } = extentOfNode(source.text, node);
  return source.placeOf(start, end);
}

/** What to underline for a node: a scalar as a whole, of a map or list what stands on its first line. */
export function extentOfNode(text: string, node: Node): { start: number; end: number } {
  const [start, end] = node.range ?? [0, 0];
  const firstLine = text.indexOf('\n', start);
  const isLong = firstLine >= 0 && firstLine < end && (isCollection(node) || isBlock(text, start));
  return { start, end: isLong ? firstLine - (text[firstLine - 1] === '\r' ? 1 : 0) : end };
}

function isBlock(text: string, start: number): boolean {
  return text[start] === '|' || text[start] === '>';
}

/** A long text with much wrong in it is gone through once. */
const offsetsOf = new WeakMap<Node, readonly number[]>();

function inScalar(source: Source, node: Node, within: { start: number; end: number }, skip: number): Place {
  if (!isScalar(node) || !node.range) return rangeOf(source, node);
  const [start, end] = node.range;
  const value = node.source ?? String(node.value);
  let offsets = offsetsOf.get(node);
  if (offsets === undefined) offsetsOf.set(node, (offsets = scalarOffsets(source.text, start, end, node.type, value)));
  const known = offsets;
  const at = (index: number) => known[Math.min(Math.max(0, index), value.length)]!;
  const from = at(within.start + skip);
  return source.placeOf(from, within.end > within.start ? at(within.end - 1 + skip) + 1 : from);
}
