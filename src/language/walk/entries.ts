import { isScalar, Scalar, type Node, type YAMLMap } from 'yaml';
import { report, type Walk } from './walk.js';

/** A key with its value. */
export interface Entry {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
  /** `{a, b}`: a key in a flow map with neither colon nor value. */
  readonly bare: boolean;
}

/** The entries of a map; a key that stands twice counts once and is reported. */
export function entriesOf(map: YAMLMap, walk: Walk): readonly Entry[] {
  const seen = new Map<string, Node>();
  const entries: Entry[] = [];
  for (const pair of map.items) {
    // A parsed document holds nodes only.
    const key = pair.key as Node;
    if (!isScalar(key)) {
      report(walk, 'wrongType', key, 'a key must be a text', 'put it in quotes, or close the bracket before it');
      continue;
    }
    const name = key.source ?? String(key.value ?? '');
    const first = seen.get(name);
    if (first) {
      const { line } = walk.source.placeOf(first.range![0], first.range![0]);
      const isDocument = name === 'kind' && walk.path.length === 0;
      report(
        walk,
        'duplicateKey',
        key,
        `the key "${name}" stands twice; first in line ${line}`,
        isDocument ? 'begin another document with a line of ---' : 'keep one of the two',
      );
      continue;
    }
    seen.set(name, key);
    // The value of a pair is a node, or null where nothing is written.
    const value = pair.value as Node | null;
    entries.push({ name, key, value: value ?? nothingBehind(key), bare: value === null || isNothing(value, map) });
  }
  return entries;
}

function isNothing(value: Node, map: YAMLMap): boolean {
  return (
    map.flow === true &&
    isScalar(value) &&
    value.value === null &&
    (value.source ?? '') === '' &&
    value.range?.[0] === value.range?.[1]
  );
}

function nothingBehind(key: Node): Node {
  const nothing = new Scalar(null);
  const end = key.range?.[1] ?? 0;
  nothing.source = '';
  nothing.range = [end, end, end];
  return nothing;
}
