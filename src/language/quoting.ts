/** What quoting an expression or text needs to know of the characters around it. Pure text, no YAML nodes. */

export interface Extent {
  /** Behind the last character. */
  readonly end: number;
  /** Every bracket and quote that opens also closes. */
  readonly balanced: boolean;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * How far the value that starts at `start` was meant to reach on its line: to the end of the line or a comment, and
 * inside a flow map or list to the comma or bracket that is not its own. `throughComment`: what YAML takes for a comment
 * belongs to it.
 */
export function extentOf(text: string, start: number, inFlow: boolean, throughComment = false): Extent {
  const open: string[] = [];
  let at = start;
  for (; at < text.length && text[at] !== '\n'; at++) {
    const character = text[at]!;
    if (character === '"' || character === "'") {
      const close = closeOfQuote(text, at);
      if (close === undefined) return { end: trimEnd(text, start, lineEnd(text, at)), balanced: false };
      at = close;
    } else if (character in closing) open.push(closing[character]!);
    else if (character === open.at(-1)) open.pop();
    else if (inFlow && open.length === 0 && (character === ',' || character === ']' || character === '}')) break;
    else if (character === '#' && !throughComment && open.length === 0 && isBlank(text[at - 1])) break;
  }
  return { end: trimEnd(text, start, at), balanced: open.length === 0 };
}

/** Whether the quote or bracket at the beginning closes with the last character. */
export function closesAtEnd(value: string): boolean {
  const first = value[0]!;
  if (first === '"' || first === "'") return closeOfQuote(value, 0) === value.length - 1;
  return first in closing && closeOfBracket(value) === value.length - 1;
}

/** Where the bracket at the beginning of a text is closed. */
function closeOfBracket(text: string): number | undefined {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"' || character === "'") {
      const close = closeOfQuote(text, at);
      if (close === undefined) return undefined;
      at = close;
    } else if (character in closing) open.push(closing[character]!);
    else if (character === open.at(-1) && (open.pop(), open.length === 0)) return at;
  }
  return undefined;
}

/** Whether an expression is whole: nothing open, no operator left over at its end. */
export function isWhole(expression: string): boolean {
  return (
    extentOf(expression.replace(/\n/g, ' '), 0, false).balanced &&
    !/(?:&&|\|\||[-+*/%<>=!?:,.]|\bin)\s*$/.test(expression)
  );
}

/** A single-quoted YAML scalar, and where each of its characters came from. */
export function quoted(text: string, start: number, end: number): { text: string; origin: number[] } {
  let result = "'";
  const origin = [start];
  const inside = isQuotedOnce(text.slice(start, end)) ? 1 : 0;
  for (let at = start + inside; at < end - inside; at++) {
    result += text[at] === "'" ? "''" : text[at]!;
    origin.push(at);
    if (text[at] === "'") origin.push(at);
  }
  origin.push(end);
  return { text: `${result}'`, origin };
}

/**
 * `"order.firstName == "Anna""`: already in quotes, and its own ones stand inside; not `"new" == "old"`, where something stands between
 * what the first quote closes and what comes next.
 */
function isQuotedOnce(value: string): boolean {
  const [first] = value;
  if ((first !== '"' && first !== "'") || value.length < 3 || !value.endsWith(first)) return false;
  const close = closeOfQuote(value, 0);
  return close !== undefined && close < value.length - 1 && /[\p{L}\p{N}_"']/u.test(value[close + 1]!);
}

/** The line with `[start, end)` in quotes, without the indentation: what the user should write. */
export function quotedLine(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  return (text.slice(from, start) + quoted(text, start, end).text + text.slice(end, lineEnd(text, end))).trim();
}

/** The key whose value starts at `start`, or in whose list it stands; `undefined` when there is none. */
export function ownerKey(text: string, start: number): string | undefined {
  let at = start - 1;
  while (isBlank(text[at])) at--;
  const before = text[at];
  if (before === ':') return keyBefore(text, at);
  if (before === '[' || before === ',') return ownerOfFlowList(text, at);
  if (before === '-') return ownerOfItem(text, at);
  if (before === '\n' || before === '\r' || at < 0) return ownerOfNextLine(text, at);
  return undefined;
}

function keyBefore(text: string, colon: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', colon) + 1, colon);
  return /([\w.$-]+)["']?\s*$/.exec(line)?.[1];
}

function ownerOfFlowList(text: string, from: number): string | undefined {
  let depth = 0;
  for (let at = from; at >= 0; at--) {
    const character = text[at]!;
    if (character === ']' || character === '}') depth++;
    if (character !== '[' && character !== '{') continue;
    if (depth-- > 0) continue;
    return character === '[' ? ownerKey(text, at) : undefined;
  }
  return undefined;
}

/** A `- item`: the key stands on an earlier line that is indented no deeper than the dash. */
function ownerOfItem(text: string, dash: number): string | undefined {
  const lineStart = text.lastIndexOf('\n', dash) + 1;
  return keyAbove(text, lineStart, (indent, line) => !line.startsWith('-') && indent <= dash - lineStart);
}

/** A value on the line below its key. */
function ownerOfNextLine(text: string, at: number): string | undefined {
  const valueLine = at + 1;
  let indent = 0;
  while (isBlank(text[valueLine + indent])) indent++;
  return keyAbove(text, valueLine, (above) => above < indent);
}

function keyAbove(
  text: string,
  lineStart: number,
  isOwner: (indent: number, line: string) => boolean,
): string | undefined {
  let end = lineStart - 1;
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    const body = line.trim();
    if (body !== '' && !body.startsWith('#') && isOwner(line.length - line.trimStart().length, body)) {
      return /([\w.$-]+)["']?\s*:\s*(?:#.*)?$/.exec(body)?.[1];
    }
    end = start - 1;
  }
  return undefined;
}

function closeOfQuote(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[open]) return at;
  }
  return undefined;
}

export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (isBlank(text[at - 1]) || text[at - 1] === '\r')) at--;
  return at;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
