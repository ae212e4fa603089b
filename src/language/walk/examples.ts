import { isCollection, isMap, isSeq, parseDocument, stringify, type Node } from 'yaml';
import type { Walk } from './walk.js';

/** More would not be read in a suggestion. */
const longest = 120;

/** What the nearest example has where the walk is, or under `key` there, in one line of YAML. */
export function exampleAt(walk: Walk, key?: string): string | undefined {
  for (const { depth, yaml } of walk.examples.toReversed()) {
    const keys = [...walk.path.slice(depth), ...(key === undefined ? [] : [key])].filter(
      (step) => typeof step === 'string',
    );
    const found = nodeAt(parseDocument(yaml).contents, keys);
    const text = found && inOneLine(found, yaml);
    if (text && text.length <= longest) return text;
  }
  return undefined;
}

function inOneLine(node: Node, yaml: string): string | undefined {
  const [start, end] = node.range!;
  const text = yaml.slice(start, end).trim();
  if (!text.includes('\n')) return text;
  return isCollection(node)
    ? stringify(node, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
    : undefined;
}

/** By keys alone: of a list the first item that has them. */
function nodeAt(node: Node | null, keys: readonly string[]): Node | undefined {
  if (node === null) return undefined;
  if (keys.length === 0) return node;
  // A parsed document holds nodes only.
  if (isSeq(node)) return node.items.map((item) => nodeAt(item as Node, keys)).find((found) => found !== undefined);
  if (!isMap(node)) return undefined;
  return nodeAt((node.get(keys[0], true) as Node | undefined) ?? null, keys.slice(1));
}
