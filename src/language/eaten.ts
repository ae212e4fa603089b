import { Scalar, visit, type Document } from 'yaml';
import { isInFlow } from './inFlow.js';
import { closesAtEnd, extentOf, isWhole, lineEnd, ownerKey } from './quoting.js';
import type { ValuePlaces } from './valuePlaces.js';

/** A value that must stand in quotes: `[start, end)` of the text. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * The first value of a document that YAML stumbled over and that would be whole in quotes (docs/language.md#quote-what-yaml-would-eat).
 * Only for values of which YAML complains; what it cuts without a word is found on the walk.
 */
export function findEaten(text: string, document: Document.Parsed, places: ValuePlaces): Cut | undefined {
  const problems = [...document.errors.slice(0, 1), ...document.warnings]
    .filter(({ code }) => code !== 'RESOURCE_EXHAUSTION')
    .sort((a, b) => a.pos[0] - b.pos[0]);
  for (const problem of problems) {
    const comment = problem.code === 'BAD_INDENT' ? commentBefore(text, document, problem.pos[0]) : undefined;
    const at = comment ?? problem.pos[0];
    for (const start of valueStarts(text, at)) {
      const cut = cutAt(text, document, start, places, comment);
      if (cut && at <= cut.end) return cut;
    }
  }
  return undefined;
}

/** Of a line that holds a whole list the values that stand nearest. */
const mostStarts = 100;

/** Where values may begin before a place on its line, from left to right. */
function valueStarts(text: string, at: number): number[] {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(from, lineEnd(text, at));
  const starts = [...line.matchAll(/(?:^[ ]*(?:-[ ]+)*|:[ ]+|[[{,][ ]*)(?=\S)/g)];
  return starts
    .filter(
      ([before], index) => starts[index]![0].trim() === ':' || !isKey(line.slice(starts[index]!.index + before.length)),
    )
    .map((match) => from + match.index + match[0].length)
    .filter((start) => start <= at)
    .slice(-mostStarts);
}

function isKey(text: string): boolean {
  return /^(?:[\w.$-]+|"[^"]*"|'[^']*'):(\s|$)/.test(text);
}

/** @param comment where in the value YAML sees a comment */
function cutAt(
  text: string,
  document: Document.Parsed,
  start: number,
  places: ValuePlaces,
  comment: number | undefined,
): Cut | undefined {
  const key = ownerKey(text, start) ?? '';
  const isExpression = text[start] === '=' || places.expressions.has(key);
  const isText = places.texts.has(key);
  const inFlow = isInFlow(document, start);
  const { end, balanced } = extentOf(text, start, inFlow, comment !== undefined);
  const value = text.slice(start, end);
  if (!isExpression && !isText && value[0] !== '!' && !value.includes('${')) return undefined;
  const why =
    comment === undefined ? reasonToQuote(value, inFlow) : reasonAtComment(value, comment - start, isExpression);
  if (why === undefined || (isExpression && !balanced)) return undefined;
  const noun = isExpression === isText ? 'value' : isExpression ? 'expression' : 'text';
  // In braces it may as well be the next key.
  const next = inFlow ? /\s([A-Za-z]\w*):\s/.exec(value)?.[1] : undefined;
  const comma = next === undefined || isExpression ? '' : `, or a comma is missing before "${next}"`;
  return { start, end, message: `this ${noun} must stand in quotes: ${why}${comma}` };
}

/** `undefined` when the comment is one: it stands behind a whole expression, or apart from a text. */
function reasonAtComment(value: string, comment: number, isExpression: boolean): string | undefined {
  const before = value.slice(0, comment);
  if (/^[[{]/.test(value) && closesAtEnd(value)) return undefined;
  if (isExpression ? isWhole(before) : !/^#[^\s#]/.test(value.slice(comment))) return undefined;
  return 'YAML reads the rest behind " #" as a comment';
}

/** What YAML makes of the value without quotes; `undefined` when it reads all of it. */
function reasonToQuote(value: string, inFlow: boolean): string | undefined {
  const first = value[0] ?? '';
  const isClosed = closesAtEnd(value);
  if (first === '!') return 'YAML reads "!" at its beginning as a tag';
  if (first === '"' || first === "'") return isClosed ? undefined : 'YAML reads only the quoted part at its beginning';
  if ((first === '[' && !isClosed) || (first === '{' && (!isClosed || /^\{[{%#]/.test(value)))) {
    return `YAML reads "${first}" at its beginning as a ${first === '[' ? 'list' : 'map'}`;
  }
  if (first === '[' || first === '{') return undefined;
  if (/[%@`&*>|]/.test(first)) return `a YAML value cannot begin with "${first}"`;
  if (inFlow && /[,[\]{}]/.test(value)) return 'inside { } and [ ] YAML ends it at the first bracket or comma';
  if (/:(\s|$)/.test(value)) return 'YAML reads what stands before the colon as a key';
  return undefined;
}

/** In a flow collection that was never closed: the comment that swallowed the closing bracket. */
function commentBefore(text: string, document: Document.Parsed, at: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar: (_key, { range, type }) => {
      if (!range || range[1] > at || type !== Scalar.PLAIN) return;
      const gap = /^[ \t]+#/.exec(text.slice(range[1], lineEnd(text, range[1])));
      if (gap) found = range[1] + gap[0].length - 1;
    },
  });
  return found;
}
