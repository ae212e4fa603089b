import { isAlias, isCollection, isMap, isScalar, isSeq, visit, type Document } from 'yaml';
import { canonicalJson } from '../../model/digest.js';

/** What documents say, comments included, however they are written: equal exactly when nothing was lost. */
export function meaningOf(documents: readonly Document.Parsed[]): string {
  const full = documents.filter(
    ({ contents, comment, commentBefore }) => contents !== null || comment || commentBefore,
  );
  return canonicalJson(full.map((document) => [said(document.contents), commentsOf(document).toSorted()]));
}

function said(node: unknown): unknown {
  if (isMap(node))
    return Object.fromEntries(node.items.map(({ key, value }) => [JSON.stringify(said(key)), said(value)]));
  if (isSeq(node)) return node.items.map(said);
  if (isAlias(node)) return { alias: node.source };
  if (!isScalar(node)) return null;
  return typeof node.value === 'string' ? node.value : { source: node.source ?? null, tag: node.tag ?? null };
}

/** Line by line: a comment may move with what it stands at. */
function commentsOf(document: Document.Parsed): readonly string[] {
  const found: (string | null | undefined)[] = [document.commentBefore, document.comment];
  visit(document, (_key, node) => {
    if (isCollection(node) || isScalar(node) || isAlias(node)) found.push(node.commentBefore, node.comment);
  });
  return found
    .flatMap((text) => (text ?? '').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
