import { Document, isCollection, isMap, isScalar, isSeq, visit, type Node } from 'yaml';
import { documentShape } from '../language/commonFields.js';
import type { KindWord } from '../vocabulary/word.js';
import { written } from './written.js';

type Spec = Readonly<Record<string, unknown>>;

/** One resource as the text of a YAML document, without `---`; the same resource gives the same text. `comment` may add comments to its nodes. */
export function documentOf(word: KindWord, spec: Spec, comment?: (document: Document) => void): string {
  // An object shape makes an object of an object.
  const value = written(documentShape(word), { kind: word.kind, ...spec }) as Spec;
  const document = new Document(value);
  visit(document, {
    Collection(_key, node, path) {
      if (path.length > 1 && isShort(node)) node.flow = true;
    },
  });
  comment?.(document);
  return document.toString(format);
}

/** An item of a list, in one line: `{code: new, name: Новый}`. */
export function itemOf(value: unknown): string {
  const document = new Document(value);
  if (isCollection(document.contents)) document.contents.flow = true;
  visit(document, { Collection: (_key, node) => void (node.flow = true) });
  return document.toString(format).trimEnd();
}

const format = { lineWidth: 0, flowCollectionPadding: false, indentSeq: true } as const;

const widest = 96;

/** Small enough to be read in one line: no text of several lines, nothing nested deeper than a list of codes. */
function isShort(node: Node): boolean {
  const members = isMap(node) ? node.items.map(({ value }) => value) : isSeq(node) ? node.items : [];
  const plain = members.every(
    (member) =>
      (isScalar(member) && !String(member.value).includes('\n')) ||
      (isMap(node) && isSeq(member) && member.items.every(isScalar)),
  );
  return plain && JSON.stringify(node).length <= widest;
}
