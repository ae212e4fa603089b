export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Where the text stops being of the language. */
export interface Broken {
  readonly problem: string;
  readonly start: number;
}

const patterns: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['skip', /(?:\s+|#[^\n]*)/y],
  ['name', /[\p{L}_$][\p{L}\p{N}_]*/uy],
  ['number', /\d+(?:\.\d+)?/y],
  ['string', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy],
  ['sign', /===|!==|=>|==|!=|<=|>=|&&|\|\||\*\*|\.\.|[-+*/%<>=!()[\]{}.,:?|~]/y],
];

/** The tokens of a text, comments left out; the last one is the end. */
export function tokensOf(source: string): readonly Token[] | Broken {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const found = tokenAt(source, at);
    if (found === undefined) {
      const problem = /["']/.test(source[at]!) ? 'this quote is never closed' : `"${source[at]!}" has no meaning here`;
      return { problem, start: at };
    }
    if (found.kind !== 'skip') tokens.push({ ...found, kind: found.kind });
    at = found.end;
  }
  return [...tokens, { kind: 'end', text: '', start: at, end: at }];
}

function tokenAt(source: string, at: number): (Omit<Token, 'kind'> & { kind: Token['kind'] | 'skip' }) | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [text] = pattern.exec(source) ?? [];
    if (text !== undefined) return { kind, text, start: at, end: at + text.length };
  }
  return undefined;
}
