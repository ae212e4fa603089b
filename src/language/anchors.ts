import { visit, type Alias, type Document, type Node } from 'yaml';

type Anchors = ReadonlyMap<string, readonly Node[]>;

const known = new WeakMap<Document, Anchors>();

/** What an alias repeats: the last value before it with its anchor. (The library looks through the document anew for each of them.) */
export function anchorOf(alias: Alias, document: Document): Node | undefined {
  const nodes = anchorsOf(document).get(alias.source) ?? [];
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(nodes[middle]!) < startOf(alias)) low = middle + 1;
    else high = middle;
  }
  return nodes[low - 1];
}

function anchorsOf(document: Document): Anchors {
  const before = known.get(document);
  if (before !== undefined) return before;
  const found = new Map<string, Node[]>();
  visit(document, {
    Value: (_key, node) => {
      if (node.anchor === undefined) return;
      const same = found.get(node.anchor);
      if (same === undefined) found.set(node.anchor, [node]);
      else same.push(node);
    },
  });
  known.set(document, found);
  return found;
}

/** Nodes of a parsed document have places. */
function startOf({ range }: Pick<Node | Alias, 'range'>): number {
  return range?.[0] ?? 0;
}
