import { Document, isMap, isNode, isScalar, type YAMLMap } from 'yaml';
import { parseYaml } from '../language/parseYaml.js';
import type { Project, Resource } from '../language/project.js';
import type { Library } from './readLibrary.js';

type Values = Readonly<Record<string, string | number>>;

/** The texts of the shop that resources read and the project does not have, with the library's samples. */
export function missingShopKeys(resources: readonly Resource[], { config }: Project, { shop }: Library): Values {
  const read = new Set(resources.flatMap(({ spec }) => shopKeysIn(spec)));
  return Object.fromEntries(Object.entries(shop).filter(([key]) => read.has(key) && config.shop?.[key] === undefined));
}

/** `shop.phone` in any text or expression of a spec. */
export function shopKeysIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(/\bshop\.([A-Za-z_]\w*)/g)].map((match) => match[1]!); // the group always takes part
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(shopKeysIn) : [];
}

const mark = '# fill in';

/** The text of crmctl.yaml with these values under `shop:`, marked; everything else stays as it is written. */
export function withShopKeys(text: string, values: Values): string {
  const [document] = parseYaml(text);
  const contents = document?.contents;
  if (!isMap(contents) || Object.keys(values).length === 0) return text;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'shop');
  if (contents.flow === true && pair === undefined) return intoFlow(text, contents, `shop: {${inline(values)}}`, '');
  if (isMap(pair?.value) && pair.value.flow === true)
    return intoFlow(text, pair.value, inline(values), `   ${mark}: ${Object.keys(values).join(', ')}`);
  const start = isNode(pair?.key) ? pair.key.range![0] : undefined;
  if (start === undefined) return insertAt(placeForShop(text, contents), text, `shop:\n${block(values, '  ')}`);
  const first = isMap(pair?.value) ? pair.value.items[0]?.key : undefined;
  const column = isNode(first) ? first.range![0] - (text.lastIndexOf('\n', first.range![0] - 1) + 1) : 2;
  const at = endOfBlock(text, start);
  const lead = text[at - 1] === '\n' ? '' : '\n';
  return text.slice(0, at) + lead + block(values, ' '.repeat(column)) + text.slice(at);
}

function block(values: Values, indent: string): string {
  return Object.entries(values)
    .map(([key, value]) => `${indent}${key}: ${scalar(value)}   ${mark}\n`)
    .join('');
}

function inline(values: Values): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ');
}

/** In one line. */
function scalar(value: string | number): string {
  if (typeof value === 'string' && value.includes('\n')) return JSON.stringify(value);
  return new Document(value).toString({ lineWidth: 0 }).replace(/\n$/, '');
}

/** Before the closing brace; the note at the end of its line, when nothing else stands there. */
function intoFlow(text: string, map: YAMLMap, members: string, note: string): string {
  const end = map.range![1] - 1;
  const filled = text.slice(0, end).trimEnd() + (map.items.length > 0 ? ', ' : '') + members;
  const [rest = ''] = /^[^\n]*/.exec(text.slice(end)) ?? [];
  const after = text.slice(end + rest.length);
  return filled + rest + (rest.trim() === '}' ? note : '') + after;
}

/** Before the environments and the comments above them, else at the end of the first document: the order of fmt. */
function placeForShop(text: string, config: YAMLMap): number {
  const key = config.items.map((pair) => pair.key).find((each) => isScalar(each) && each.value === 'environments');
  if (!isNode(key)) {
    const next = /^(---|\.\.\.)[ \t]*$/m.exec(text.replace(/^\s*---[ \t]*\n/, (head) => ' '.repeat(head.length)));
    return next?.index ?? text.length;
  }
  const [above = ''] = /(?:(?<![^\n])[ \t]*#[^\n]*\n)*$/.exec(text.slice(0, key.range![0])) ?? [];
  return key.range![0] - above.length;
}

function insertAt(at: number, text: string, added: string): string {
  const before = text.slice(0, at);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${added}${text.slice(at)}`;
}

/** Behind the last line that is indented deeper than the key at `start`. */
function endOfBlock(text: string, start: number): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  let end = lineEnd(text, start);
  for (let line = end; line < text.length; line = lineEnd(text, line)) {
    const words = text.slice(line, lineEnd(text, line)).search(/\S/);
    if (words >= 0 && words <= start - lineStart) break;
    if (words >= 0) end = lineEnd(text, line);
  }
  return end;
}

function lineEnd(text: string, from: number): number {
  const next = text.indexOf('\n', from);
  return next < 0 ? text.length : next + 1;
}
