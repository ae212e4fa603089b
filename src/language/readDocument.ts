import { isMap, isScalar, type Document, type Node, type YAMLMap } from 'yaml';
import { address } from '../model/address.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { digestOf, type Digest } from '../model/digest.js';
import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import { documentShape, kindsByName } from './commonFields.js';
import { finding } from './finding.js';
import { extentOfNode, locator } from './landmarks.js';
import { didYouMean } from './nearest.js';
import type { Resource } from './project.js';
import type { ObjectShape } from './shape.js';
import type { Source } from './source.js';
import { read } from './walk/read.js';
import { startWalk, textOf, type Attachments } from './walk/walk.js';

/** What a document turned out to be. */
export interface ReadDocument {
  readonly resource?: Resource;
  /** It has neither `kind` nor `code`: no resource, and not meant as one. */
  readonly skipped?: true;
  readonly diagnostics: readonly Diagnostic[];
  /** Files beside the YAML whose text it holds. */
  readonly attached: readonly Source[];
}

/** Reads one YAML document, the `index`th of its file, as a resource of the kind that it names; `shapeOf`: in another form than its kind's. */
export function readDocument(
  source: Source,
  document: Document.Parsed,
  index: number,
  attachments: Attachments,
  words: Vocabulary,
  shapeOf: (kind: KindWord) => ObjectShape = documentShape,
): ReadDocument {
  const contents = document.contents;
  const nothing = { diagnostics: [], attached: [] };
  if (contents === null) return nothing;
  if (!isMap(contents)) return { ...nothing, skipped: true };
  const kindNode = memberOf(contents, 'kind');
  const name = kindNode && textOf(kindNode);
  if (!kindNode || name === undefined) {
    const problem = withoutKind(source, contents);
    return problem ? { ...nothing, diagnostics: [problem] } : { ...nothing, skipped: true };
  }
  const kind = kindsByName(words).get(name);
  if (!kind) return { ...nothing, diagnostics: [unknownKind(source, kindNode, name, words)] };
  return readResource(source, document, index, contents, kind, attachments, shapeOf(kind), words);
}

function readResource(
  source: Source,
  document: Document.Parsed,
  index: number,
  contents: Node,
  kind: KindWord,
  attachments: Attachments,
  shape: ObjectShape,
  words: Vocabulary,
): ReadDocument {
  const interpolates = kind.interpolates === true;
  const walk = startWalk({
    source,
    document,
    attachments,
    interpolates: () => interpolates,
    isEvent: (name) => name.startsWith('custom.') || words.events.some((word) => word.name === name),
    example: kind.example,
  });
  // An object shape gives a plain object, or nothing for what is no map; the contents are one.
  const { kind: _, ...spec } = read(shape, contents, walk) as Readonly<Record<string, unknown>>;
  const code = typeof spec['code'] === 'string' ? spec['code'] : '';
  const where = address(kind.prefix, code === '' ? '' : (kind.identity?.(spec) ?? code));
  let digest: Digest | undefined;
  const resource: Resource = {
    kind: kind.kind,
    code,
    address: where,
    spec,
    sites: walk.sites,
    get digest() {
      return (digest ??= digestOf(spec));
    },
    file: source.path,
    line: source.placeOf(contents.range![0], contents.range![0]).line,
    locate: locator(source, index, walk.landmarks),
  };
  const diagnostics = code === '' ? walk.diagnostics : walk.diagnostics.map((each) => ({ ...each, address: where }));
  return { resource, diagnostics, attached: [...walk.landmarks.attached.values()] };
}

function withoutKind(source: Source, contents: YAMLMap): Diagnostic | undefined {
  const code = keyOf(contents, 'code');
  if (!code) return undefined;
  const keys = contents.items.flatMap(({ key }) => (isScalar(key) ? [key] : []));
  const near = keys.find((key) => didYouMean(String(key.source), ['kind']) !== undefined);
  const { start, end } = extentOfNode(source.text, near ?? code);
  const suggestion = near ? 'did you mean "kind"?' : 'add "kind:", or remove "code:" when it is no resource';
  return finding(source, 'missingKind', start, end, 'this document has a code but no kind', suggestion);
}

function unknownKind(source: Source, node: Node, name: string, words: Vocabulary): Diagnostic {
  const kinds = words.kinds.map(({ kind }) => kind);
  const { start, end } = extentOfNode(source.text, node);
  return finding(
    source,
    'unknownKind',
    start,
    end,
    `there is no kind "${name}"`,
    didYouMean(name, kinds) ?? `one of ${kinds.join(', ')}`,
  );
}

function keyOf(map: YAMLMap, name: string): Node | undefined {
  return map.items.map(({ key }) => key).find((key) => isScalar(key) && key.source === name) as Node | undefined;
}

function memberOf(map: YAMLMap, name: string): Node | undefined {
  const pair = map.items.find(({ key }) => isScalar(key) && key.source === name);
  // The value of a parsed pair is a node, or null where nothing is written.
  return (pair?.value as Node | null | undefined) ?? undefined;
}
