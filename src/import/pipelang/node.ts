/** An expression of the CRM's language; getters are properties (`getStatus()` is `status`), places count characters. */
export type Node = { readonly start: number; readonly end: number } & (
  | { readonly is: 'literal'; readonly value: string | number | boolean | null }
  | { readonly is: 'name'; readonly name: string }
  /** With `args` it is called with them. */
  | { readonly is: 'member'; readonly of: Node; readonly name: string; readonly args?: readonly Node[] }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly is: 'pipe'; readonly of: Node; readonly name: string; readonly args: readonly Node[] }
  | { readonly is: 'list'; readonly items: readonly Node[] }
  | { readonly is: 'lambda'; readonly parameters: readonly string[]; readonly body: Node }
  | { readonly is: 'not' | 'minus'; readonly of: Node }
  | { readonly is: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly is: 'choice'; readonly test: Node; readonly yes: Node; readonly no: Node }
);

export type Of<Is extends Node['is']> = Extract<Node, { readonly is: Is }>;

/** Whether it, or anything in it, is such a node. */
export function holds(node: Node, is: (node: Node) => boolean): boolean {
  return is(node) || partsOf(node).some((part) => holds(part, is));
}

/** The same node with other parts, from the inside out. */
export function rewritten(node: Node, change: (node: Node) => Node): Node {
  const deeper = (part: Node): Node => rewritten(part, change);
  switch (node.is) {
    case 'member':
      return change({ ...node, of: deeper(node.of), ...(node.args && { args: node.args.map(deeper) }) });
    case 'call':
      return change({ ...node, args: node.args.map(deeper) });
    case 'pipe':
      return change({ ...node, of: deeper(node.of), args: node.args.map(deeper) });
    case 'list':
      return change({ ...node, items: node.items.map(deeper) });
    case 'lambda':
      return change({ ...node, body: deeper(node.body) });
    case 'not':
    case 'minus':
      return change({ ...node, of: deeper(node.of) });
    case 'binary':
      return change({ ...node, left: deeper(node.left), right: deeper(node.right) });
    case 'choice':
      return change({ ...node, test: deeper(node.test), yes: deeper(node.yes), no: deeper(node.no) });
    default:
      return change(node);
  }
}

function partsOf(node: Node): readonly Node[] {
  switch (node.is) {
    case 'member':
      return [node.of, ...(node.args ?? [])];
    case 'call':
      return node.args;
    case 'pipe':
      return [node.of, ...node.args];
    case 'list':
      return node.items;
    case 'lambda':
      return [node.body];
    case 'not':
    case 'minus':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.test, node.yes, node.no];
    default:
      return [];
  }
}
