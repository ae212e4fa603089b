import { givenVariables } from '../everywhere.js';
import { didYouMean } from '../nearest.js';
import type { SourceProblem } from '../scope.js';
import { textCodes } from './codes.js';
import { problem, type Range } from './members.js';
import type { Piece } from './piece.js';
import { pathOf, rangeOf } from './places.js';
import type { Node } from './twing.js';
import type { Level, Local, Place, Walk } from './walk.js';

/** A text and what it extends, the blocks of the nearest in the places of the farthest. */
export function visitWhole(first: Level, walk: Walk, change: Partial<Place>): void {
  const chain = chainFrom(first, walk.enter(first, change));
  if (chain === undefined) return;
  chain.forEach((level, index) => {
    const here = walk.enter(level, { ...change, chain });
    checkBlocks(index, here);
    here.visit(level.piece.body);
  });
}

/** `{% include 'code' with {name: value} only %}` */
export function visitInclude(node: Node, walk: Walk): void {
  const given = givenValues(node, walk);
  if (node.attributes['ignoreMissing'] === true)
    walk.report(notSupported('texts do not know "ignore missing"', rangeOf(node, walk), 'a fragment is there or not'));
  const name = node.children['expression']!;
  const tag = rangeOf(name, walk);
  const piece = take(name, tag, walk);
  if (piece === undefined) return;
  const only = node.attributes['only'] === true;
  const { environment } = walk;
  visitWhole({ piece, tag: walk.tag ?? tag, codes: [...walk.codes, piece.code!] }, walk, {
    locals: new Map([...(only ? [] : walk.locals), ...given]),
    ...(only && { environment: { ...environment, variables: givenVariables(environment), open: false } }),
  });
}

/** The block that stands here: that of the nearest text which has one of this name. */
export function visitBlock(name: string, walk: Walk, above = 0): boolean {
  const at = walk.chain.findIndex(({ piece }, index) => index >= above && piece.blocks.has(name));
  const level = walk.chain[at];
  if (level === undefined) return false;
  walk
    .enter(level, { locals: new Map(walk.locals), blockOf: at })
    .visit(level.piece.blocks.get(name)!.children['body']!);
  return true;
}

/** `{{ parent() }}`: what the text that is extended has in this block. */
export function visitParent(node: Node, walk: Walk): void {
  if (visitBlock(String(node.attributes['name']), walk, (walk.blockOf ?? 0) + 1)) return;
  const at = walk.source.indexOf('parent', Math.max(0, walk.offsetOf(node) - 1));
  const start = at < 0 ? walk.offsetOf(node) : at;
  walk.report(
    problem(textCodes.unknownBlock, 'parent() has nothing above it to show', { start, end: start + 'parent'.length }),
  );
}

function chainFrom(first: Level, walk: Walk): readonly Level[] | undefined {
  const chain = [first];
  for (let last = first; last.piece.parent !== undefined; last = chain.at(-1)!) {
    const { name, tag } = last.piece.parent;
    const here = walk.enter(last, {});
    const range = name.type === 'constant' ? rangeOf(name, here) : tag;
    const piece = take(name, range, here);
    if (piece === undefined) return undefined;
    chain.push({ piece, tag: last.tag ?? range, codes: [...last.codes, piece.code!] });
  }
  return chain;
}

function take(name: Node, range: Range, walk: Walk): Piece | undefined {
  const code = name.attributes['value'];
  if (name.type !== 'constant' || typeof code !== 'string') {
    walk.report(notSupported('a fragment is named by its code, in quotes', range));
    return undefined;
  }
  const { codes } = walk;
  if (codes.includes(code)) {
    // Told by each member of the circle about itself.
    if (walk.own === code) walk.tell(circle([...codes, code], walk.tag ?? range));
    walk.fail();
    return undefined;
  }
  const { fragments } = walk;
  const found = fragments?.find(code) ?? 'none';
  if (typeof found === 'object') {
    walk.take(found);
    return found;
  }
  if (found === 'broken') walk.fail();
  else walk.report(found === 'none' ? unknown(code, range, walk) : formless(code, range, walk));
  return undefined;
}

function circle(codes: readonly string[], range: Range): SourceProblem {
  return problem(textCodes.fragmentCircle, `fragments take each other in in a circle: ${codes.join(' → ')}`, range);
}

function unknown(code: string, range: Range, { fragments }: Walk): SourceProblem {
  const known = fragments?.codes ?? [];
  const suggestion =
    didYouMean(code, known) ??
    (known.length === 0 ? 'the project has no Fragment yet' : `there are: ${known.slice(0, 8).join(', ')}`);
  return problem(textCodes.unknownFragment, `no Fragment has the code "${code}"`, range, suggestion);
}

function formless(code: string, range: Range, { fragments }: Walk): SourceProblem {
  const form = fragments?.form === 'html' ? 'html' : 'body';
  const what = form === 'html' ? 'HTML' : 'plain text';
  return problem(
    textCodes.unknownFragment,
    `the Fragment "${code}" has no ${what}`,
    range,
    `give it ${form} or ${form}File`,
  );
}

function givenValues(node: Node, walk: Walk): readonly (readonly [string, Local])[] {
  const variables = node.children['variables'];
  const pairs = Object.values(variables?.children ?? {});
  const keys = pairs.filter((_, index) => index % 2 === 0);
  if (variables && variables.type !== 'hash' && !(variables.type === 'array' && pairs.length === 0)) {
    walk.typeOf(variables);
    walk.report(notSupported('values are given by name', rangeOf(variables, walk), 'write {name: value}'));
    return [];
  }
  return keys.flatMap((key, index) => {
    const value = pairs[2 * index + 1]!;
    if (key.type === 'constant')
      return [[String(key.attributes['value']), { type: walk.typeOf(value), path: pathOf(value, walk) }] as const];
    walk.report(notSupported('values are given by name', rangeOf(key, walk), 'write {name: value}'));
    return [];
  });
}

/** A block that nothing shows: it has no place in what is extended, nor in another block of its own text. */
function checkBlocks(index: number, walk: Walk): void {
  const { chain, piece } = walk;
  const above = chain.slice(index + 1);
  if (above.length === 0) return;
  const placed = new Set([piece.body, ...piece.blocks.values()].flatMap(placedIn));
  for (const [name, block] of piece.blocks) {
    if (placed.has(name) || above.some((level) => level.piece.blocks.has(name))) continue;
    const at = walk.source.indexOf(name, Math.max(0, walk.offsetOf(block) - 1));
    const known = [...new Set(above.flatMap((level) => [...level.piece.blocks.keys()]))];
    walk.report(
      problem(
        textCodes.unknownBlock,
        `"${above[0]!.piece.code!}" has no block "${name}"`,
        { start: at, end: at + name.length },
        didYouMean(name, known) ?? (known.length > 0 ? `it has: ${known.join(', ')}` : undefined),
      ),
    );
  }
}

function placedIn(node: Node): readonly string[] {
  if (node.type === 'block_reference') return [String(node.attributes['name'])];
  return Object.values(node.children).flatMap(placedIn);
}

function notSupported(message: string, range: Range, suggestion?: string): SourceProblem {
  return problem(textCodes.notSupported, message, range, suggestion);
}
