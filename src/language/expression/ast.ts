import { Environment, ParseError } from '@marcbachmann/cel-js';
import type { SourceProblem } from '../scope.js';
import { cyrillicNameAt } from '../lookalikes.js';
import { inLatin } from '../nearest.js';
import { codes } from './codes.js';

interface Range {
  /** Of the whole node; a surrounding bracket is not part of it. */
  readonly start: number;
  readonly end: number;
  /** Of what the node is about: the name of a member, else `start`. */
  readonly pos: number;
}

export type Binary = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | 'in' | '&&' | '||';

/** The syntax tree as cel-js builds it, before macros are expanded. */
export type Ast = Range &
  (
    | { readonly op: 'value'; readonly args: unknown }
    | { readonly op: 'id'; readonly args: string }
    | { readonly op: '.'; readonly args: readonly [Ast, string] }
    | { readonly op: '[]'; readonly args: readonly [Ast, Ast] }
    | { readonly op: 'call'; readonly args: readonly [string, readonly Ast[]] }
    | { readonly op: 'rcall'; readonly args: readonly [string, Ast, readonly Ast[]] }
    | { readonly op: 'list'; readonly args: readonly Ast[] }
    | { readonly op: 'map'; readonly args: readonly (readonly [Ast, Ast])[] }
    | { readonly op: '?:'; readonly args: readonly [Ast, Ast, Ast] }
    | { readonly op: '!_'; readonly args: Ast }
    | { readonly op: '-_'; readonly args: Ast }
    | { readonly op: Binary; readonly args: readonly [Ast, Ast] }
  );

const parser = new Environment({ limits: { maxAstNodes: 5000, maxDepth: 100, maxListElements: 1000 } });

/** Parses CEL. The tree keeps character positions of the source. */
export function parse(source: string): { readonly ast: Ast } | { readonly problem: SourceProblem } {
  // The limits of the parser do not count these.
  const row = source.length > mostSigns ? signsInARow.exec(source) : null;
  if (row) return { problem: tooManySigns(row.index) };
  try {
    // cel-js types its nodes loosely; the shapes above are those that its parser makes.
    return { ast: parser.parse(source).ast as unknown as Ast };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { problem: explainSyntax(source, error) };
  }
}

const mostSigns = 100;
const signsInARow = new RegExp(`(?:[!-]\\s*){${mostSigns}}`);

function tooManySigns(start: number): SourceProblem {
  const message = `more than ${mostSigns} of ! and - in a row`;
  return { code: codes.syntax, message, start, end: start + 1, suggestion: 'two of them say nothing' };
}

function explainSyntax(source: string, error: ParseError): SourceProblem {
  const start = Math.min(error.range?.start ?? 0, source.length);
  const end = Math.max(start, Math.min(error.range?.end ?? source.length, source.length));
  const { message, suggestion } = inWords(source, start, error);
  return { code: codes.syntax, message, start, end, ...(suggestion !== undefined && { suggestion }) };
}

/** Habits of other languages get the CEL word instead of the parser's token names. */
const habits: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!', is: '==', mod: '%' };

function inWords(source: string, start: number, error: ParseError): { message: string; suggestion?: string } {
  if (source.trim() === '') return { message: 'the expression is empty' };
  const foreign = foreignHabit(source, start);
  if (foreign) return foreign;
  const word = /^[A-Za-z]+/.exec(source.slice(start))?.[0];
  const cel = word === undefined ? undefined : habits[word];
  if (cel !== undefined) return { message: `"${word!}" is no operator here`, suggestion: `write ${cel}` };
  const before = /\bnot\s+$/.exec(source.slice(0, start));
  if (before) return { message: '"not" is no operator here', suggestion: 'write !' };
  if (source[start] === '=') {
    return source.slice(0, start).trim() === ''
      ? { message: 'a condition has no leading "="', suggestion: 'remove the "="' }
      : { message: '"=" compares nothing', suggestion: 'write ==' };
  }
  if (start >= source.length) return { message: 'the expression ends too early' };
  if (/[“”„«»‘’‚`]/.test(source[start]!))
    return { message: `${source[start]!} is no quotation mark here`, suggestion: 'write "…" or \'…\'' };
  if (error.code === 'reserved_identifier') return { message: `"${word ?? ''}" is a reserved word` };
  if (error.code === 'unterminated_string') return { message: 'the string is not closed' };
  if (error.code === 'limit_exceeded') return { message: `the expression is too large: ${error.summary}` };
  if (error.code === 'expected_token' || error.code === 'unexpected_token')
    return { message: `unexpected "${source.slice(start, error.range?.end ?? start + 1)}"` };
  return { message: lowerFirst(error.summary) };
}

/** What stands at or around the place where the parser stopped, as other notations have it. */
function foreignHabit(source: string, start: number): { message: string; suggestion: string } | undefined {
  const before = source.slice(0, start);
  const rest = source.slice(start);
  const twig = /^\s*\{\{\s*(.*?)\s*\}\}\s*$/s.exec(source)?.[1];
  if (twig !== undefined) return { message: '{{ }} stands only in texts', suggestion: `write ${twig}` };
  const cyrillic = cyrillicNameAt(source, start);
  if (cyrillic) {
    const { name, meant } = cyrillic;
    const suggestion = meant === undefined ? `put text in quotes: "${name}"` : inLatin(meant);
    return { message: `"${rest[0]!}" is a Cyrillic letter`, suggestion };
  }
  if (/<\s*$/.test(before) && rest.startsWith('>'))
    return { message: '"<>" is no operator here', suggestion: 'write !=' };
  const digits = /\d+\s+$/.exec(before)?.[0];
  if (digits !== undefined && !digits.includes('\n') && /^\d/.test(rest))
    return { message: 'a number holds no spaces', suggestion: `write ${digits.trim()}${/^\d+/.exec(rest)![0]}` };
  if (/\d$/.test(before) && /^,\d/.test(rest))
    return {
      message: 'a number has a point, no comma',
      suggestion: `write ${/\d+$/.exec(before)![0]}.${/\d+/.exec(rest)![0]}`,
    };
  if (/\n\s*$/.test(before) && /^[\w!(]/.test(rest))
    return { message: 'a condition goes on here that ended above', suggestion: 'join them with && or ||' };
  return undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Where the name of a method stands, for problems about it. */
export function methodRange(source: string, node: Extract<Ast, { op: 'rcall' }>): { start: number; end: number } {
  const start = source.indexOf(node.args[0], node.args[1].end);
  return { start, end: start + node.args[0].length };
}

/** Text of a node with the brackets that belong to it: an operand's own range leaves `(a || b)` half open. */
export function sourceOf(source: string, node: Range): string {
  let { start, end } = node;
  const balance = balanceOf(source.slice(start, end));
  while (balance.unopened > 0 && start > 0) if (source[--start] === '(') balance.unopened -= 1;
  while (balance.unclosed > 0 && end < source.length) if (source[end++] === ')') balance.unclosed -= 1;
  return source.slice(start, end).trim();
}

function balanceOf(text: string): { unopened: number; unclosed: number } {
  let unopened = 0;
  let unclosed = 0;
  for (const [token] of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[()]/g)) {
    if (token === '(') unclosed += 1;
    else if (token === ')') {
      if (unclosed > 0) unclosed -= 1;
      else unopened += 1;
    }
  }
  return { unopened, unclosed };
}
