import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { phraseFields } from '../fieldOrder.js';
import { lazyTarget } from '../memberShapes.js';
import type { ObjectShape, Shape } from '../shape.js';

/** Puts the keys of every map whose keys are declared into the order of their declaration; maps of free keys stay as they are. */
export function inOrder(node: unknown, shape: Shape | undefined): void {
  if (shape === undefined) return;
  switch (shape.shape) {
    case 'object':
      if (isMap(node)) orderFields(node, shape);
      return;
    case 'dispatch':
      if (isMap(node)) orderFields(node, { shape: 'object', fields: phraseFields(shape, keysOf(node)) });
      return;
    case 'map':
      if (isMap(node)) for (const { value } of node.items) inOrder(value, shape.of);
      return;
    case 'list':
    case 'oneOrMany':
      if (isSeq(node)) for (const item of node.items) inOrder(item, shape.of);
      else if (shape.shape === 'oneOrMany') inOrder(node, shape.of);
      return;
    case 'either':
      return inOrder(node, isSeq(node) ? shape.list : isMap(node) ? shape.map : shape.scalar);
    case 'value':
      return inOrder(node, shape.literal);
    case 'lazy':
      return inOrder(node, lazyTarget(shape));
  }
}

function orderFields(map: YAMLMap, { fields, rest }: ObjectShape): void {
  const names = Object.keys(fields);
  const placeOf = (pair: Pair): number => {
    const at = names.indexOf(keyOf(pair));
    return at < 0 ? names.length : at;
  };
  const [first] = map.items;
  map.items = map.items.toSorted((a, b) => placeOf(a) - placeOf(b));
  const [now] = map.items;
  if (first !== now) swapBlankLine(first, now);
  for (const pair of map.items) inOrder(pair.value, fields[keyOf(pair)] ?? rest);
}

/** A blank line before what comes first now would part it from its own map. */
function swapBlankLine(before: Pair | undefined, now: Pair | undefined): void {
  const [old, first] = [keyNode(before), keyNode(now)];
  if (!first?.spaceBefore) return;
  first.spaceBefore = false;
  if (old) old.spaceBefore = true;
}

function keyNode(pair: Pair | undefined): Node | undefined {
  return isScalar(pair?.key) ? pair.key : undefined;
}

function keysOf(map: YAMLMap): readonly string[] {
  return map.items.map(keyOf);
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}
