import type { Range } from './members.js';
import type { Node } from './twing.js';
import type { Walk } from './walk.js';

/** The path that an expression reads, through loop variables and assignments: `order.items.offer.name`. */
export function pathOf(node: Node, walk: Walk): string | undefined {
  if (node.type === 'name') {
    const name = String(node.attributes['name']);
    const local = walk.locals.get(name);
    return local ? local.path : Object.hasOwn(walk.environment.variables, name) ? name : undefined;
  }
  // Filters that pass on elements or the value itself.
  if (node.type === 'filter') return node.children['operand'] && pathOf(node.children['operand'], walk);
  if (node.type !== 'attribute_accessor') return undefined;
  const target = pathOf(node.children['target']!, walk);
  const { type, attributes } = node.children['attribute']!;
  if (target === undefined || type !== 'constant') return target;
  return /^\d+$/.test(String(attributes['value'])) ? target : `${target}.${String(attributes['value'])}`;
}

/** The characters of an expression, as far as the tree tells: from its first name to its last. */
export function rangeOf(node: Node, walk: Walk): Range {
  const start = startOf(node, walk);
  if (node.type === 'attribute_accessor') return { start, end: rangeOfMember(node, walk).end };
  if (node.type === 'filter' || node.type === 'test') return { start, end: calledName(node, walk).end };
  const last = node.children['right'] ?? node.children['expr3'];
  if (last) return { start, end: rangeOf(last, walk).end };
  const name = node.attributes['name'] ?? node.attributes['operatorName'] ?? node.attributes['value'];
  const length = typeof name === 'string' || typeof name === 'number' ? String(name).length : 1;
  const quoted = node.type === 'constant' && /['"]/.test(walk.source[start] ?? '');
  return { start, end: start + Math.max(1, quoted ? length + 2 : length) };
}

function startOf(node: Node, walk: Walk): number {
  const first = node.children['operand'] ?? node.children['target'] ?? node.children['left'] ?? node.children['expr1'];
  const own = walk.offsetOf(node);
  return first ? Math.min(own, startOf(first, walk)) : own;
}

export function rangeOfMember(node: Node, walk: Walk): Range {
  const attribute = node.children['attribute']!;
  const name = String(attribute.attributes['value'] ?? '');
  return found(name, walk.offsetOf(attribute), walk);
}

/** Where the name of a filter, function or test stands. */
export function calledName(node: Node, walk: Walk): Range {
  return found(String(node.attributes['operatorName']), walk.offsetOf(node), walk);
}

function found(name: string, from: number, { source }: Walk): Range {
  const at = source.indexOf(name, Math.max(0, from));
  const start = at === -1 ? from : at;
  return { start, end: start + Math.max(1, name.length) };
}
