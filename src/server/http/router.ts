import type { Handler, Route } from './plane.js';

export type Found =
  | { readonly found: 'route'; readonly handler: Handler; readonly params: Readonly<Record<string, string>> }
  | { readonly found: 'other-method' }
  | { readonly found: 'nothing' };

export type Router = (method: string, path: string) => Found;

interface Node {
  readonly literals: Map<string, Node>;
  named?: Node;
  readonly handlers: Map<string, { readonly handler: Handler; readonly names: readonly string[] }>;
}

/** A tree of path segments; throws when two routes are the same. A GET route also answers HEAD. */
export function buildRouter(routes: readonly Route[]): Router {
  const root = emptyNode();
  for (const route of routes) add(root, route);
  return (method, path) => {
    const node = find(root, segmentsOf(path), method, []);
    if (node === undefined) return { found: 'nothing' };
    const entry = handlerOf(node.node, method);
    if (entry === undefined) return { found: 'other-method' };
    const params = Object.fromEntries(entry.names.map((name, index) => [name, decode(node.values[index]!)]));
    return { found: 'route', handler: entry.handler, params };
  };
}

function add(root: Node, route: Route): void {
  let node = root;
  const names: string[] = [];
  for (const segment of segmentsOf(route.path)) {
    if (segment.startsWith(':')) {
      names.push(segment.slice(1));
      node = node.named ??= emptyNode();
    } else {
      const next = node.literals.get(segment) ?? emptyNode();
      node.literals.set(segment, next);
      node = next;
    }
  }
  if (node.handlers.has(route.method)) throw new Error(`Two routes for ${route.method} ${route.path}`);
  node.handlers.set(route.method, { handler: route.handler, names });
}

interface Hit {
  readonly node: Node;
  readonly values: readonly string[];
}

/** Literal segments first; a node that knows the method is preferred to one that knows only others. */
function find(node: Node, segments: readonly string[], method: string, values: readonly string[]): Hit | undefined {
  const [first, ...rest] = segments;
  if (first === undefined) return node.handlers.size > 0 ? { node, values } : undefined;
  const literal = node.literals.get(first);
  const direct = literal && find(literal, rest, method, values);
  if (direct && handlerOf(direct.node, method)) return direct;
  const named = node.named && find(node.named, rest, method, [...values, first]);
  return named && (handlerOf(named.node, method) || !direct) ? named : direct;
}

function handlerOf(node: Node, method: string): { handler: Handler; names: readonly string[] } | undefined {
  return node.handlers.get(method) ?? (method === 'HEAD' ? node.handlers.get('GET') : undefined);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function emptyNode(): Node {
  return { literals: new Map(), handlers: new Map() };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
