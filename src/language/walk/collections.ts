import { isMap, isScalar, isSeq, type Node, type YAMLSeq } from 'yaml';
import { pathKey } from '../landmarks.js';
import { lazyTarget } from '../memberShapes.js';
import type { Shape } from '../shape.js';
import { entriesOf } from './entries.js';
import { asList, asMap } from './meant.js';
import { read, readAt } from './read.js';
import { isCutOff, put, report, subject, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

type Of<Name extends Shape['shape']> = Extract<Shape, { shape: Name }>;

export function readList(shape: Of<'list'>, node: Node, walk: Walk): unknown[] | undefined {
  if (!isSeq(node)) return reportType(walk, node, 'a list', asList(node, walk));
  if (shape.min !== undefined && node.items.length < shape.min) {
    return report(
      walk,
      'badValue',
      node,
      `${subject(walk)} needs at least ${shape.min === 1 ? 'one item' : `${shape.min} items`}`,
    );
  }
  return readItems(shape.of, node, walk);
}

/** The items that could be read; behind one that could not, the others move up and stay findable. */
function readItems(shape: Shape, list: YAMLSeq, walk: Walk): unknown[] {
  const items: unknown[] = [];
  list.items.forEach((item, index) => {
    // A parsed document holds nodes only.
    const node = item as Node;
    if (isCutOff(walk, node)) return;
    const step = items.length;
    if (step !== index) walk.landmarks.steps.set(pathKey([...walk.path, step]), index);
    const value = readAt(step, shape, node, walk);
    if (value !== undefined) items.push(value);
    else dropSites(walk, step);
  });
  return items;
}

/** An item that is left out takes its sites and landmarks with it. */
function dropSites(walk: Walk, step: number): void {
  const inside = pathKey([...walk.path, step]);
  const isInside = (key: string) => key === inside || key.startsWith(`${inside}\u0000`);
  while (walk.sites.length > 0 && isInside(pathKey(walk.sites.at(-1)!.path))) walk.sites.pop();
  const { steps, attached, skips, raw } = walk.landmarks;
  for (const marks of [steps, attached, skips, raw])
    for (const key of marks.keys()) if (isInside(key)) marks.delete(key);
}

export function readOneOrMany(shape: Of<'oneOrMany'>, node: Node, walk: Walk): unknown[] | undefined {
  if (isSeq(node)) return readItems(shape.of, node, walk);
  const depth = walk.path.length;
  walk.singles.add(depth);
  const value = readAt(0, shape.of, node, walk);
  walk.singles.delete(depth);
  return value === undefined ? undefined : [value];
}

export function readMap(shape: Of<'map'>, node: Node, walk: Walk): Record<string, unknown> | undefined {
  if (!isMap(node)) return reportType(walk, node, 'a map');
  const map: Record<string, unknown> = {};
  for (const { name, key, value } of entriesOf(node, walk)) {
    if (isCutOff(walk, key)) continue;
    if (shape.keys) readKey(name, shape.keys, key, walk);
    const member = readAt(name, shape.of, value, walk);
    if (member !== undefined) put(map, name, member);
  }
  return map;
}

function readKey(name: string, shape: Shape, key: Node, walk: Walk): void {
  walk.atKey = true;
  readAt(name, shape, key, walk);
  walk.atKey = false;
}

export function readEither(shape: Of<'either'>, node: Node, walk: Walk): unknown {
  const form =
    shape.scalar?.shape === 'condition' && isTernary(node, walk)
      ? 'scalar'
      : isMap(node)
        ? 'map'
        : isSeq(node)
          ? 'list'
          : 'scalar';
  const chosen = shape[form];
  if (chosen) return read(chosen, node, walk);
  const wanted = [shape.scalar && 'a single value', shape.list && 'a list', shape.map && 'a map'].filter(
    (name) => name !== undefined,
  );
  if (form !== 'scalar' && shape.scalar) return read(shape.scalar, node, walk);
  const meant = shape.map?.shape === 'object' ? asMap(shape.map, node, walk) : undefined;
  return reportType(walk, node, wanted.join(' or '), meant);
}

/** `a ? b : c` without quotes, which YAML reads as a map with the key `a ? b`. */
function isTernary(node: Node, walk: Walk): boolean {
  const key =
    isMap(node) && walk.source.text[node.range![0]] !== '{' && node.items.length === 1 ? node.items[0]!.key : undefined;
  return isScalar(key) && typeof key.value === 'string' && /[^\w.-]/.test(key.value);
}

export function readLazy(shape: Of<'lazy'>, node: Node, walk: Walk): unknown {
  return read(lazyTarget(shape), node, walk);
}
