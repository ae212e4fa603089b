import { visit, type Document } from 'yaml';

/** Whether an offset stands inside a flow collection, `{ }` or `[ ]`. */
export function isInFlow(document: Document.Parsed, offset: number): boolean {
  let inside = false;
  visit(document, {
    Collection: (_key, node) => {
      if (node.flow && node.range && node.range[0] < offset && offset < node.range[1]) inside = true;
    },
  });
  return inside;
}
