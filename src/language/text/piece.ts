import { cyrillicNameAt } from '../lookalikes.js';
import { didYouMean, inLatin } from '../nearest.js';
import type { SourceProblem } from '../scope.js';
import { textCodes } from './codes.js';
import { tags, takingTags } from './filters.js';
import { problem, type Range } from './members.js';
import { offsetsOf } from './position.js';
import type { Part } from './scan.js';
import { twig, type Node } from './twing.js';

/** A text as the engine's parser reads it: one that is sent, or a fragment that others take in. */
export interface Piece {
  /** Of a fragment. */
  readonly code?: string;
  readonly source: string;
  readonly offsetOf: (node: Node) => number;
  /** What stands outside of its blocks; of one that extends another this prints nothing. */
  readonly body: Node;
  readonly blocks: ReadonlyMap<string, Node>;
  /** What it extends, and where it says so. */
  readonly parent?: { readonly name: Node; readonly tag: Range };
  /** `{% set x %}…{% endset %}`: what they hold is output. */
  readonly captures: ReadonlySet<Node>;
}

/** Parses a text. With problems of its tags there may be a piece all the same, without these tags, to be checked further. */
export function readPiece(
  source: string,
  parts: readonly Part[],
  { code, takes }: { readonly code?: string; readonly takes: boolean },
): { readonly piece?: Piece; readonly problems: readonly SourceProblem[] } {
  const known = takes ? new Set([...tags, ...takingTags]) : tags;
  const problems = unknownTags(parts, known);
  const parsed = twig().parse(withoutTags(source, problems.length > 0 ? parts : [], known));
  const offsetOf = offsetsOf(source);
  if (!('tree' in parsed)) {
    const start = offsetOf(parsed);
    const range = { start, end: Math.min(source.length, start + 1) };
    const meant = cyrillicNameAt(source, start)?.meant;
    const cure = meant === undefined ? undefined : inLatin(meant);
    const syntax = problem(textCodes.syntax, plainWords(parsed.message), range, cure);
    return { problems: problems.length > 0 ? problems : [syntax] };
  }
  const { tree } = parsed;
  const blocks = new Map(Object.entries(tree.children['blocks']!.children));
  const parent = tree.children['parent'];
  const body = tree.children['body']!;
  const captures = new Set([body, ...blocks.values()].flatMap((node) => capturesIn(node, source, offsetOf)));
  const tag = parts.find((part) => part.part === 'tag' && part.name === 'extends');
  return {
    piece: {
      ...(code !== undefined && { code }),
      ...{ source, offsetOf, body, blocks, captures },
      ...(parent && { parent: { name: parent, tag: tag ?? { start: 0, end: 0 } } }),
    },
    problems,
  };
}

/** Where a piece's own text stands, for people: `line 3, column 8`. */
export function placeIn({ source }: Pick<Piece, 'source'>, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

function unknownTags(parts: readonly Part[], known: ReadonlySet<string>): SourceProblem[] {
  return parts.flatMap((part) => {
    if (part.part !== 'tag' || known.has(part.name)) return [];
    const range = { start: part.nameStart, end: Math.max(part.nameStart + 1, part.nameStart + part.name.length) };
    return [
      problem(
        textCodes.unknownTag,
        part.name === '' ? 'a tag needs a name' : `there is no tag "${part.name}" in texts`,
        range,
        didYouMean(part.name, known) ??
          (takingTags.has(part.name) ? 'only texts of messages take in fragments' : undefined),
      ),
    ];
  });
}

/** Blanks unknown tags, so that the rest can be checked in the same run; every other character keeps its place. */
function withoutTags(source: string, parts: readonly Part[], known: ReadonlySet<string>): string {
  return parts.reduce(
    (text, part) =>
      part.part === 'tag' && !known.has(part.name)
        ? text.slice(0, part.start) + text.slice(part.start, part.end).replace(/[^\r\n]/g, ' ') + text.slice(part.end)
        : text,
    source,
  );
}

function capturesIn(node: Node, source: string, offsetOf: (node: Node) => number): readonly Node[] {
  if (node.type === 'set') return isCapture(node, source, offsetOf) ? [node] : [];
  return Object.values(node.children).flatMap((child) => capturesIn(child, source, offsetOf));
}

/** The parser makes a plain value of a capture when there is nothing but text inside. */
function isCapture(node: Node, source: string, offsetOf: (node: Node) => number): boolean {
  if (node.attributes['captures'] === true) return true;
  const names = Object.values(node.children['names']!.children);
  const first = Object.values(node.children['values']!.children)[0];
  return names.length === 1 && first !== undefined && !source.slice(offsetOf(names[0]!), offsetOf(first)).includes('=');
}

/** The parser's message without its words for tokens. */
function plainWords(message: string): string {
  return message
    .replace(
      /Unexpected token "([^"]+)"(?: of value "([^"]*)")?/,
      (_, token: string, value?: string) => `unexpected ${value ? `"${value}"` : token}`,
    )
    .replace(
      / \("([^"]+)" expected(?: with value "([^"]*)")?\)/,
      (_, token: string, value?: string) => `, expected ${value ? `"${value}"` : token}`,
    )
    .replace(/\.$/, '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** The fragments that a text of one form and language may take in. */
export interface Fragments {
  readonly form: 'html' | 'body';
  readonly codes: readonly string[];
  /** `no-form`: it has no text of this form; `broken`: what is wrong with it is told where it stands. */
  find(code: string): Piece | 'none' | 'no-form' | 'broken';
  /** What is wrong with a fragment by itself, as `keyOfProblem`: told once, not again by everyone who takes it in. */
  faultsOf(piece: Piece): ReadonlySet<string>;
}
