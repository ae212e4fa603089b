import type { Node } from './node.js';
import { tokensOf, type Broken, type Token } from './tokens.js';

/**
 * Reads a condition of the CRM in either of its forms (reference: getters of version 5–7, properties and pipes since 8). `not` binds
 * tighter than comparisons, as in the language that the old form comes from; a pipe binds tighter than any operator.
 */
export function parsePipeLang(source: string): { readonly node: Node } | Broken {
  const tokens = tokensOf(source);
  if ('problem' in tokens) return tokens;
  const reader = readerOf(tokens);
  try {
    const node = expression(reader, 0);
    const rest = reader.peek();
    return rest.kind === 'end' ? { node } : { problem: `"${rest.text}" is not expected here`, start: rest.start };
  } catch (error) {
    if (error instanceof Unexpected) return { problem: error.message, start: error.start };
    throw error;
  }
}

/** Ends the descent; it never leaves this file. */
class Unexpected extends Error {
  constructor(
    message: string,
    readonly start: number,
  ) {
    super(message);
  }
}

interface Reader {
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the next token when it is this one. */
  take(text: string): boolean;
  expect(text: string): Token;
}

function readerOf(tokens: readonly Token[]): Reader {
  let at = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)]!; // the end is always there
  const is = (token: Token, text: string): boolean => token.kind !== 'string' && token.text === text;
  const next = (): Token => {
    const token = peek();
    at++;
    return token;
  };
  return {
    peek,
    next,
    take: (text) => is(peek(), text) && next() !== undefined,
    expect(text) {
      const token = next();
      if (!is(token, text)) throw new Unexpected(`"${text}" is missing`, token.start);
      return token;
    },
  };
}

/** Binary operators by how tightly they bind; the words have signs, too. */
const levels: Readonly<Record<string, number>> = {
  or: 10,
  and: 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '>': 20,
  '<=': 20,
  '>=': 20,
  in: 20,
  'not in': 20,
  matches: 20,
  'not matches': 20,
  '+': 30,
  '-': 30,
  '~': 40,
  '*': 60,
  '/': 60,
  '%': 60,
};
const spelling: Readonly<Record<string, string>> = { '||': 'or', '&&': 'and', '===': '==', '!==': '!=' };
const notLevel = 50;
const minusLevel = 500;

function expression(reader: Reader, least: number): Node {
  let left = unary(reader);
  for (;;) {
    const operator = operatorAt(reader);
    if (operator === undefined || operator.level < least) break;
    for (let count = 0; count < operator.tokens; count++) reader.next();
    const right = expression(reader, operator.level + 1);
    left = { is: 'binary', op: operator.op, left, right, start: left.start, end: right.end };
  }
  return least === 0 && reader.take('?') ? choice(reader, left) : left;
}

function choice(reader: Reader, test: Node): Node {
  const yes = expression(reader, 0);
  reader.expect(':');
  const no = expression(reader, 0);
  return { is: 'choice', test, yes, no, start: test.start, end: no.end };
}

function operatorAt(reader: Reader): { op: string; level: number; tokens: number } | undefined {
  const [first, second] = [reader.peek(), reader.peek(1)];
  if (first.kind === 'string') return undefined;
  const pair = `${first.text} ${second.text}`;
  if (pair in levels) return { op: pair, level: levels[pair]!, tokens: 2 };
  const op = spelling[first.text] ?? first.text;
  return op in levels ? { op, level: levels[op]!, tokens: 1 } : undefined;
}

function unary(reader: Reader): Node {
  const { start } = reader.peek();
  if (reader.take('not') || reader.take('!')) {
    const of = expression(reader, notLevel);
    return { is: 'not', of, start, end: of.end };
  }
  if (reader.take('-')) {
    const of = expression(reader, minusLevel);
    return { is: 'minus', of, start, end: of.end };
  }
  return postfix(reader, primary(reader));
}

function primary(reader: Reader): Node {
  const token = reader.next();
  const { start, end, text, kind } = token;
  if (kind === 'number') return { is: 'literal', value: Number(text), start, end };
  if (kind === 'string') return { is: 'literal', value: unquoted(text), start, end };
  if (kind === 'name') return named(reader, token);
  if (text === '[') {
    const items = several(reader, ']');
    return { is: 'list', items: items.nodes, start, end: items.end };
  }
  if (text === '(') {
    const inner = expression(reader, 0);
    const close = reader.expect(')');
    return { ...inner, start, end: close.end };
  }
  throw new Unexpected(kind === 'end' ? 'the condition is not finished' : `"${text}" is not expected here`, start);
}

const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function named(reader: Reader, { text, start, end }: Token): Node {
  const constant = constants[text.toLowerCase()];
  if (constant !== undefined) return { is: 'literal', value: constant, start, end };
  if (!reader.take('(')) return { is: 'name', name: text, start, end };
  const args = several(reader, ')');
  return { is: 'call', name: text, args: args.nodes, start, end: args.end };
}

function postfix(reader: Reader, of: Node): Node {
  const { start } = of;
  if (reader.take('.')) {
    const { text, end, kind, start: at } = reader.next();
    if (kind !== 'name') throw new Unexpected('the name of a property is missing', at);
    if (!reader.take('(')) return postfix(reader, { is: 'member', of, name: text, start, end });
    const args = several(reader, ')');
    const name = withoutGet(text);
    return postfix(
      reader,
      args.nodes.length === 0
        ? { is: 'member', of, name, start, end: args.end }
        : { is: 'member', of, name, args: args.nodes, start, end: args.end },
    );
  }
  if (reader.take('|')) {
    const { text, end, kind, start: at } = reader.next();
    if (kind !== 'name') throw new Unexpected('the name of a filter is missing', at);
    if (!reader.take('(')) return postfix(reader, { is: 'pipe', of, name: text, args: [], start, end });
    const args = several(reader, ')');
    return postfix(reader, { is: 'pipe', of, name: text, args: args.nodes, start, end: args.end });
  }
  return of;
}

/** `getStatus` → `status`. */
function withoutGet(name: string): string {
  const bare = /^get(\p{Lu}.*)$/u.exec(name)?.[1];
  return bare === undefined ? name : bare.charAt(0).toLowerCase() + bare.slice(1);
}

function several(reader: Reader, close: string): { readonly nodes: readonly Node[]; readonly end: number } {
  const nodes: Node[] = [];
  while (reader.peek().text !== close || reader.peek().kind === 'string') {
    nodes.push(lambdaOr(reader));
    if (!reader.take(',')) break;
  }
  return { nodes, end: reader.expect(close).end };
}

function lambdaOr(reader: Reader): Node {
  const parameters = parametersAt(reader);
  if (parameters === undefined) return expression(reader, 0);
  const { start } = reader.peek();
  for (let count = 0; count < parameters.tokens; count++) reader.next();
  const body = expression(reader, 0);
  return { is: 'lambda', parameters: parameters.names, body, start, end: body.end };
}

/** `x =>` or `(a, b) =>`. */
function parametersAt(reader: Reader): { names: readonly string[]; tokens: number } | undefined {
  if (reader.peek().kind === 'name' && reader.peek(1).text === '=>') return { names: [reader.peek().text], tokens: 2 };
  if (reader.peek().text !== '(') return undefined;
  const names: string[] = [];
  for (let at = 1; reader.peek(at).kind === 'name'; at += 2) {
    names.push(reader.peek(at).text);
    const after = reader.peek(at + 1).text;
    if (after === ')') return reader.peek(at + 2).text === '=>' ? { names, tokens: at + 3 } : undefined;
    if (after !== ',') return undefined;
  }
  return undefined;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
}
