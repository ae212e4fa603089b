import { isCollection, isScalar, visit, type Document, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** Marks in comments, of characters that no document of ours holds: as many blanks are to be added before the comment. */
const blank = '\uE000';
/** The comment stood on the line of its key. */
const sameLine = '\uE001';

/** Marks where comments stood that the writer would put elsewhere: in a column behind their values, on the line of a key. */
export function markComments(document: Document.Parsed, text: string): void {
  if (/[\uE000\uE001]/.test(text)) return;
  visit(document, {
    Pair(_key, { key, value }) {
      if (isScalar(key) && isCollection(value)) keepLine(key, value, text);
    },
    Scalar: (_key, node) => keepGap(node, text),
    Collection: (_key, node) => keepGap(node, text),
  });
}

function keepGap(node: Scalar | YAMLMap | YAMLSeq, text: string): void {
  if (!node.comment || node.range == null || node.comment.includes('\n')) return;
  const [, gap = ''] = /^( +)#/.exec(text.slice(node.range[1], node.range[2])) ?? [];
  if (gap.length > 1) node.comment = blank.repeat(gap.length - 1) + node.comment;
}

function keepLine(key: Scalar, value: YAMLMap | YAMLSeq, text: string): void {
  if (!value.commentBefore || key.range == null) return;
  const [, gap] = /^\s*:( +)#/.exec(text.slice(key.range[1])) ?? [];
  if (gap !== undefined) value.commentBefore = sameLine + blank.repeat(gap.length - 1) + value.commentBefore;
}

/** Puts the marked comments where they stood, and takes the marks away. */
export function placeComments(written: string): string {
  const onLines = written.replace(new RegExp(`\\n *#${sameLine}`, 'g'), ' #');
  return onLines.replace(new RegExp(`#(${blank}+)`, 'g'), (_, gap: string) => `${' '.repeat(gap.length)}#`);
}
