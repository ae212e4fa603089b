import { isScalar, Scalar, type Node } from 'yaml';
import { isInFlow } from '../inFlow.js';
import { pathKey } from '../landmarks.js';
import { extentOf, isWhole, lineEnd, quotedLine } from '../quoting.js';
import type { Shape } from '../shape.js';
import { takenIn } from '../text/taken.js';
import { boolean, type ValueType } from '../valueType.js';
import { read } from './read.js';
import { checkVariables } from './variables.js';
import { addSite, isEmpty, report, reportAt, subject, textOf, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

type Of<Name extends Shape['shape']> = Extract<Shape, { shape: Name }>;

/** A condition: an expression without `=`. */
export function readCondition(shape: Of<'condition'>, node: Node, walk: Walk): string | undefined {
  const text = cutText(node, walk, 'expression') ?? textOf(node);
  if (text === undefined || text.trim() === '') return reportType(walk, node, 'an expression');
  const bare = text.trimStart();
  if (bare.startsWith('=') && !bare.startsWith('==')) {
    return report(
      walk,
      'equalsSign',
      node,
      `${subject(walk)} is always an expression and is written without "="`,
      `write ${bare.slice(1).trim()}`,
    );
  }
  if (!checkVariables(text, node, walk)) return undefined;
  addSite(walk, { site: 'condition', source: text, yields: shape.yields ?? boolean });
  return text;
}

/** A literal, or `=` and an expression. */
export function readValue(shape: Of<'value'>, node: Node, walk: Walk): unknown {
  if (isExpression(node)) return readExpression(node, shape.yields, walk);
  return isTwig(node, walk) ? undefined : read(shape.literal, node, walk);
}

/** Reports a text in the place of a value: nobody would fill it in. */
export function isTwig(node: Node, walk: Walk): boolean {
  const text = textOf(node);
  if (text === undefined || !/\{\{\s*[A-Za-z_]/.test(text)) return false;
  const meant = text.split(/\{\{\s*(.*?)\s*\}\}/).flatMap((piece, index) => {
    if (index % 2 === 1) return [piece];
    return piece === '' ? [] : [JSON.stringify(piece)];
  });
  const suggestion = /[|%]/.test(text) ? 'write = and an expression' : `write '=${meant.join(' + ')}'`;
  report(walk, 'twigInValue', node, `${subject(walk)} is a value: {{ }} stands only in texts`, suggestion);
  return true;
}

/** Whether a scalar is an expression: it begins with `=`. */
export function isExpression(node: Node): boolean {
  return isScalar(node) && (node.source?.startsWith('=') ?? false);
}

/** A scalar that begins with `=`; the value stays as written. */
export function readExpression(node: Node, yields: ValueType, walk: Walk): string | undefined {
  const text = cutText(node, walk, 'expression') ?? textOf(node) ?? '';
  const skip = text.length - text.slice(1).trimStart().length;
  const source = text.slice(skip).trimEnd();
  if (source === '') return report(walk, 'badValue', node, `${subject(walk)} has no expression behind "="`);
  if (!checkVariables(text, node, walk)) return undefined;
  addSite(walk, { site: 'value', source, yields }, skip);
  return text;
}

/** A Twig template. */
export function readText(shape: Of<'text'>, node: Node, walk: Walk): string | undefined {
  const text = cutText(node, walk, 'text') ?? textOf(node);
  if (text === undefined) return reportType(walk, node, 'a text');
  if (!checkVariables(text, node, walk)) return undefined;
  addText(shape, text, walk);
  return text;
}

/** The site of a text, and one for each fragment that it takes in. */
export function addText({ escape, takes }: Of<'text'>, source: string, walk: Walk): void {
  addSite(walk, { site: 'text', source, ...(escape && { escape }), ...(takes !== undefined && { takes }) });
  if (takes === undefined) return;
  for (const { code, start, end } of takenIn(source))
    addSite(walk, { site: 'reference', source: code, to: [takes], within: { start, end } });
}

/**
 * Reports a value that YAML read only in part without saying so: `{{ x }}` as a map, `a ? b : c` in a list as a key, a
 * `#` inside quotes as a comment, a comma in a flow map as the end. Gives what was meant, to read on with.
 */
function cutText(node: Node, walk: Walk, noun: 'expression' | 'text'): string | undefined {
  const range = node.range;
  if (!range) return undefined;
  const text = walk.source.text;
  const [start, end] = range;
  if (!isScalar(node)) return cutCollection(node, walk, noun);
  if (node.tag === '!')
    return cut(walk, text.lastIndexOf('!', start), 'YAML reads "!" at its beginning as a tag', noun);
  if (node.type !== Scalar.PLAIN || isEmpty(node)) return undefined;
  const next = /[^ \t]/.exec(text.slice(end, lineEnd(text, end)))?.[0];
  if (next === '#') {
    const isCut =
      noun === 'expression'
        ? !isWhole(text.slice(start, end))
        : /^[ \t]*#[^\s#]/.test(text.slice(end, lineEnd(text, end)));
    return isCut
      ? cut(walk, start, 'YAML reads the rest behind " #" as a comment', noun, commentedEnd(text, start, end))
      : undefined;
  }
  if ((next === ',' || next === '}' || next === ']') && noun === 'expression' && !isWhole(text.slice(start, end))) {
    return cut(walk, start, 'inside { } and [ ] YAML ends it at the first comma or bracket', noun);
  }
  return undefined;
}

/** Where a value was meant to end whose rest YAML took for a comment: before a true comment, else with the line. */
function commentedEnd(text: string, start: number, end: number): number {
  const extent = extentOf(text, start, false);
  return extent.balanced && extent.end > end ? extent.end : lineEnd(text, end);
}

function cutCollection(node: Node, walk: Walk, noun: 'expression' | 'text'): string | undefined {
  const [start, end] = node.range!;
  const source = walk.source.text.slice(start, end).trim();
  if (source.includes('\n')) return undefined;
  if (noun === 'text' && !/^\{[{%#]/.test(source)) return undefined;
  const first = source[0];
  if (first === '{' || first === '[')
    return cut(walk, start, `YAML reads "${first}" at its beginning as a ${first === '[' ? 'list' : 'map'}`, noun);
  return cut(walk, start, 'YAML reads what stands before the colon as a key', noun);
}

function cut(walk: Walk, start: number, why: string, noun: string, end?: number): string {
  const text = walk.source.text;
  const stop = end ?? extentOf(text, start, isInFlow(walk.document, start)).end;
  const meant = start + text.slice(start, stop).trimEnd().length;
  reportAt(
    walk,
    'needsQuotes',
    start,
    meant,
    `this ${noun} must stand in quotes: ${why}`,
    quotedLine(text, start, meant),
  );
  walk.cuts.push({ start, end: meant });
  walk.landmarks.raw.set(pathKey(walk.path), start);
  return text.slice(start, meant);
}
