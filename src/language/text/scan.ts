/** A text cut at its Twig delimiters; offsets count characters of the source. */
export type Part =
  | { readonly part: 'text'; readonly start: number; readonly end: number }
  /** `{{ … }}`; `inner` is what stands between the delimiters, `trims` that one of them eats white space. */
  | {
      readonly part: 'print';
      readonly start: number;
      readonly end: number;
      readonly inner: number;
      readonly innerEnd: number;
      readonly trims: boolean;
    }
  | {
      readonly part: 'tag';
      readonly start: number;
      readonly end: number;
      readonly name: string;
      readonly nameStart: number;
    }
  | { readonly part: 'comment'; readonly start: number; readonly end: number };

/** The parts of a text, in order; `unclosed` is where a delimiter opens that never closes. */
export function scan(source: string): { readonly parts: readonly Part[]; readonly unclosed?: number } {
  const parts: Part[] = [];
  let at = 0;
  while (at < source.length) {
    const open = nextOpening(source, at);
    if (open > at) parts.push({ part: 'text', start: at, end: open });
    if (open === source.length) break;
    const part = source[open + 1] === '#' ? comment(source, open) : code(source, open);
    if (part === undefined) return { parts, unclosed: open };
    parts.push(part);
    at = part.end;
    if (part.part === 'tag' && part.name === 'verbatim') at = endOfVerbatim(source, at);
  }
  return { parts };
}

function nextOpening(source: string, from: number): number {
  for (let at = source.indexOf('{', from); at !== -1; at = source.indexOf('{', at + 1)) {
    const next = source[at + 1];
    if (next === '{' || next === '%' || next === '#') return at;
  }
  return source.length;
}

function comment(source: string, start: number): Part | undefined {
  const close = source.indexOf('#}', start + 2);
  return close === -1 ? undefined : { part: 'comment', start, end: close + 2 };
}

/** A print or a tag: ends at its closing delimiter outside of quotes. */
function code(source: string, start: number): Part | undefined {
  const isTag = source[start + 1] === '%';
  const close = isTag ? '%}' : '}}';
  const innerEnd = closing(source, start + 2, close);
  if (innerEnd === undefined) return undefined;
  const end = innerEnd + 2;
  if (!isTag) {
    const trims = /[-~]/.test(source[start + 2] ?? '') || /[-~]/.test(source[innerEnd - 1] ?? '');
    return { part: 'print', start, end, inner: start + 2, innerEnd, trims };
  }
  const name = /[-~]?\s*(\w*)/y;
  name.lastIndex = start + 2;
  const match = name.exec(source);
  const word = match?.[1] ?? '';
  return { part: 'tag', start, end, name: word, nameStart: name.lastIndex - word.length };
}

function closing(source: string, from: number, close: string): number | undefined {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const character = source[at]!;
    if (character === '"' || character === "'") {
      const end = endOfString(source, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (depth === 0 && source.startsWith(close, at)) return at;
    else if (character === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
  }
  return undefined;
}

function endOfString(source: string, start: number): number | undefined {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === source[start]) return at;
  }
  return undefined;
}

function endOfVerbatim(source: string, from: number): number {
  const end = /\{%[-~]?\s*endverbatim/g;
  end.lastIndex = from;
  return end.exec(source)?.index ?? source.length;
}
