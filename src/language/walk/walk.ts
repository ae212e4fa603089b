import { isScalar, type Document, type Node } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { ReadingCodeName } from '../codes.js';
import { finding } from '../finding.js';
import { extentOfNode, pathKey, type Landmarks } from '../landmarks.js';
import type { Site } from '../project.js';
import type { Source } from '../source.js';

/** Texts of files beside the YAML, by their path from the project's folder. A `Map` is one. */
export interface Attachments {
  get(path: string): string | undefined;
  keys(): Iterable<string>;
}

/** The example of a kind or word, from that depth of the path on. */
export interface Example {
  readonly depth: number;
  readonly yaml: string;
}

/** One walk over one document: where it is, and what it has found so far. */
export interface Walk {
  readonly source: Source;
  readonly document: Document.Parsed;
  readonly attachments: Attachments;
  /** `${NAME}` may stand at the current path. */
  readonly interpolates: (path: readonly (string | number)[]) => boolean;
  /** Whether an event has that name. */
  readonly isEvent: (name: string) => boolean;
  /** Examples of the kind and of the words around the value being read, outermost first. Readers push and pop. */
  readonly examples: Example[];
  /** Path of the value being read, in the spec. Readers push and pop. */
  readonly path: (string | number)[];
  readonly sites: Site[];
  readonly diagnostics: Diagnostic[];
  readonly landmarks: Landmarks;
  /** Parts of the text that were reported as cut: what YAML made of their rest is not reported again. */
  readonly cuts: { start: number; end: number }[];
  /** Depths of `path` at which a single value stands for a list of one. */
  readonly singles: Set<number>;
  /** The node being read is a key. */
  atKey: boolean;
  /** Aliases being followed, how often one was followed, and how many values were read there. */
  readonly following: Set<Node>;
  followed: number;
  repeated: number;
}

type Given = Pick<Walk, 'source' | 'document' | 'attachments' | 'interpolates'> & Partial<Pick<Walk, 'isEvent'>>;

/** `example`: a document of the kind that is read. */
export function startWalk({ example, ...given }: Given & { readonly example?: string }): Walk {
  return {
    isEvent: () => false,
    ...given,
    examples: example === undefined ? [] : [{ depth: 0, yaml: example }],
    path: [],
    sites: [],
    diagnostics: [],
    landmarks: { steps: new Map(), attached: new Map(), skips: new Map(), raw: new Map() },
    cuts: [],
    singles: new Set(),
    atKey: false,
    following: new Set(),
    followed: 0,
    repeated: 0,
  };
}

/** Whether a node is only the rest of a value that YAML cut, which was reported. */
export function isCutOff(walk: Walk, node: Node): boolean {
  const start = node.range?.[0] ?? 0;
  return walk.cuts.length > 0 && walk.cuts.some((cut) => cut.start < start && start < cut.end);
}

/** Reports at a node; always `undefined`, so that a reader can return it. */
export function report(walk: Walk, code: ReadingCodeName, node: Node, message: string, suggestion?: string): undefined {
  const { start, end } = extentOfNode(walk.source.text, node);
  return reportAt(walk, code, start, end, message, suggestion);
}

export function reportAt(
  walk: Walk,
  code: ReadingCodeName,
  start: number,
  end: number,
  message: string,
  suggestion?: string,
): undefined {
  if (walk.cuts.some((cut) => cut.start < start && start < cut.end)) return undefined;
  walk.diagnostics.push(finding(walk.source, code, start, end, message, suggestion));
  return undefined;
}

/** What is being read, for messages: `"limit"`, `item 2 of "caps"`. */
export function subject(walk: Walk): string {
  const path = walk.path.filter((_, depth) => !walk.singles.has(depth));
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  if (typeof last === 'string') return walk.atKey ? `the key "${last}"` : `"${last}"`;
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? `item ${last + 1}` : `item ${last + 1} of "${list}"`;
}

/** The source text of a scalar (`01`, `1e3`, `null` as written); `undefined` for other nodes and where nothing is written. */
export function textOf(node: Node): string | undefined {
  if (!isScalar(node) || isEmpty(node)) return undefined;
  return node.source ?? (node.value === null ? 'null' : String(node.value));
}

export function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

/** Adds a site at the current path; `skip`: characters of the value before its source. */
export function addSite(walk: Walk, site: DistributiveOmit<Site, 'path' | 'key'>, skip = 0): void {
  // The union's members are rebuilt one by one; TypeScript does not follow a spread over a union.
  walk.sites.push({ ...site, path: [...walk.path], ...(walk.atKey && { key: true as const }) } as Site);
  if (skip > 0) walk.landmarks.skips.set(pathKey(walk.path), skip);
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Sets a member of a plain object, also one that is called `__proto__`. */
export function put(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
