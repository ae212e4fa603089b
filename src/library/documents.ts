import { isMap, isSeq } from 'yaml';
import { parseWithComments } from '../language/parseYaml.js';
import type { Resource } from '../language/project.js';
import { isObject } from '../model/json.js';

/** The text of one document of a file, with the comments above it and without its `---`. */
export function documentText(text: string, resource: Pick<Resource, 'line'>): string {
  const parts = text.split(/^---[ \t]*\n/m);
  let line = 1;
  for (const part of parts) {
    line += part.split('\n').length;
    if (resource.line < line) return part.endsWith('\n') ? part : `${part}\n`;
  }
  return text;
}

/** A document without those items of a list whose `code` is named: what a project has elsewhere. Comments are kept. */
export function withoutItems(text: string, field: string, codes: ReadonlySet<string>): string {
  const [document] = parseWithComments(text);
  const list = isMap(document?.contents) ? document.contents.get(field) : undefined;
  if (!document || !isSeq(list)) return text;
  list.items = list.items.filter((item) => {
    const value: unknown = isMap(item) ? item.toJSON() : item;
    return !(isObject(value) && codes.has(String(value['code'])));
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
