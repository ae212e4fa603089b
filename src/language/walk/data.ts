import { isAlias, isMap, isScalar, isSeq, Scalar, type Node } from 'yaml';
import { pathKey } from '../landmarks.js';
import type { Shape } from '../shape.js';
import { any } from '../valueType.js';
import { entriesOf } from './entries.js';
import { isExpression, isTwig, readExpression } from './expressions.js';
import { read, readAt } from './read.js';
import { checkVariables } from './variables.js';
import { addSite, isCutOff, put, textOf, type Walk } from './walk.js';

type DataShape = Extract<Shape, { shape: 'data' }>;

/** JSON in which a string that starts with `=` is an expression, at any depth. */
export function readData(shape: DataShape, node: Node, walk: Walk): unknown {
  if (isAlias(node)) return read(shape, node, walk);
  if (isSeq(node)) return readItems(shape, node.items as Node[], walk); // A parsed document holds nodes only.
  if (isMap(node)) return readMembers(shape, node, walk);
  if (!isScalar(node)) return undefined;
  if (isExpression(node)) return readExpression(node, any, walk);
  const value = jsonOf(node);
  if (typeof value !== 'string') return value;
  if (!checkVariables(value, node, walk)) return undefined;
  if (!shape.texts && isTwig(node, walk)) return undefined;
  if (shape.texts) addSite(walk, { site: 'text', source: value });
  return value;
}

/** Items that could not be read are null; the rest of a value that YAML cut at a comma is no item. */
function readItems(shape: DataShape, nodes: readonly Node[], walk: Walk): unknown[] {
  const items: unknown[] = [];
  nodes.forEach((node, index) => {
    if (isCutOff(walk, node)) return;
    if (items.length !== index) walk.landmarks.steps.set(pathKey([...walk.path, items.length]), index);
    items.push(readAt(items.length, shape, node, walk) ?? null);
  });
  return items;
}

function readMembers(shape: DataShape, node: Node, walk: Walk): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  if (!isMap(node)) return members;
  for (const { name, key, value } of entriesOf(node, walk)) {
    if (isCutOff(walk, key)) continue;
    const member = readAt(name, shape, value, walk);
    if (member !== undefined) put(members, name, member);
  }
  return members;
}

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/**
 * A scalar as JSON. What only looks like a number keeps its text, because the number would lose some of it: `00123`,
 * `+79990000001`, `0x1F`, an integer beyond 2^53.
 */
function jsonOf(scalar: Scalar): unknown {
  const { value } = scalar;
  if (typeof value === 'number') {
    const text = scalar.source ?? String(value);
    const isExact =
      jsonNumber.test(text) &&
      Number.isFinite(value) &&
      (Number.isSafeInteger(value) || !Number.isInteger(value) || /[eE.]/.test(text));
    return isExact ? value : text;
  }
  if (typeof value === 'boolean' || value === null) return value;
  return textOf(scalar) ?? null;
}
