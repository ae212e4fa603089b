import type { Environment, SourceProblem } from '../scope.js';
import { any, boolean, mapOf, number, record, string } from '../valueType.js';
import { visitBlock, visitInclude, visitWhole } from './checkTaking.js';
import { textCodes } from './codes.js';
import { keyOfProblem, nameOf, problem, type Range } from './members.js';
import { type Fragments, placeIn, type Piece } from './piece.js';
import { pathOf, rangeOf } from './places.js';
import type { Node } from './twing.js';
import { checkPrintable, typeOf } from './typeOf.js';
import type { Level, Local, Place, Walk } from './walk.js';

/** What a walk over a tree finds. */
export interface Findings {
  readonly problems: readonly SourceProblem[];
  /** Paths that the text reads, with the variable first. */
  readonly reads: readonly string[];
  /** Variables of the environment among them. */
  readonly roots: ReadonlySet<string>;
  /** Fragments that it takes in, directly or through others, by code. */
  readonly taken: ReadonlyMap<string, Piece>;
  /** It cannot be sent, though what is wrong is told elsewhere. */
  readonly failed: boolean;
}

/**
 * Checks a text against what is in scope: variables, members, filters, functions, tests, loops; and with it the
 * fragments that it takes in, as they are read there. What is wrong in one of them stands at the tag of the text.
 */
export function checkPiece(piece: Piece, environment: Environment, fragments: Fragments | undefined): Findings {
  const problems: SourceProblem[] = [];
  const reads = new Set<string>();
  const roots = new Set<string>();
  const taken = new Map<string, Piece>();
  let failed = false;
  const tell = (found: SourceProblem): void => {
    if (!problems.some((known) => keyOfProblem(known) === keyOfProblem(found) && known.message === found.message))
      problems.push(found);
  };
  const walkAt = (level: Level, place: Place): Walk => {
    const walk: Walk = {
      ...place,
      ...level,
      source: level.piece.source,
      offsetOf: level.piece.offsetOf,
      fragments,
      own: piece.code,
      tell,
      report: (found) => {
        if (level.tag === undefined) tell(found);
        else if (fragments?.faultsOf(level.piece).has(keyOfProblem(found))) failed = true;
        else tell(throughTag(found, level.piece, level.tag));
      },
      fail: () => {
        failed = true;
      },
      take: (fragment) => taken.set(fragment.code!, fragment),
      read: (path) => reads.add(path),
      root: (name) => roots.add(name),
      typeOf: (node) => typeOf(node, walk),
      visit: (node) => visit(node, walk),
      enter: (next, change) => walkAt(next, { ...placeOf(walk), ...change }),
    };
    return walk;
  };
  const level = { piece, codes: piece.code === undefined ? [] : [piece.code] };
  visitWhole(level, walkAt(level, { environment, locals: new Map(), chain: [level] }), {});
  return { problems, reads: [...reads].sort(), roots, taken, failed };
}

function throughTag(found: SourceProblem, piece: Piece, { start, end }: Range): SourceProblem {
  const message = `in the fragment "${piece.code!}", ${placeIn(piece, found.start)}: ${found.message}`;
  return { ...found, message, start, end };
}

function placeOf({ environment, locals, chain, blockOf }: Place): Place {
  return { environment, locals, chain, blockOf };
}

const loopType = record('loop', {
  index: number,
  index0: number,
  revindex: number,
  revindex0: number,
  first: boolean,
  last: boolean,
  length: number,
  parent: mapOf(any),
});

function visit(node: Node, walk: Walk): void {
  switch (node.type) {
    case 'print':
      return checkPrintable(node.children['expression']!, walk);
    case 'for':
      return visitFor(node, walk);
    case 'set':
      return visitSet(node, walk);
    case 'if':
      return visitIf(node, walk);
    case 'include':
      return visitInclude(node, walk);
    case 'block_reference':
      visitBlock(String(node.attributes['name']), walk);
      return;
    case 'text':
    case 'for_loop':
    case 'comment':
    case 'verbatim':
      return;
    default:
      return Object.values(node.children).forEach((child) => visit(child, walk));
  }
}

/** `tests` holds condition, body, condition, body … */
function visitIf(node: Node, walk: Walk): void {
  Object.values(node.children['tests']!.children).forEach((child, index) => {
    if (index % 2 === 0) walk.typeOf(child);
    else visit(child, walk);
  });
  visitElse(node, walk);
}

function visitElse(node: Node, walk: Walk): void {
  if (node.children['else']) visit(node.children['else'], walk);
}

function visitFor(node: Node, walk: Walk): void {
  const { locals } = walk;
  const sequence = node.children['sequence']!;
  const type = walk.typeOf(sequence);
  if (type.type !== 'list' && type.type !== 'map' && type.type !== 'any') {
    walk.report(problem(textCodes.notAList, `${nameOf(type)} is no list to loop over`, rangeOf(sequence, walk)));
  }
  const element = type.type === 'list' || type.type === 'map' ? type.of : any;
  const bound: readonly [string, Local][] = [
    [
      String(node.children['keyTarget']!.attributes['name']),
      { type: type.type === 'list' ? number : type.type === 'map' ? string : any },
    ],
    [String(node.children['valueTarget']!.attributes['name']), { type: element, path: pathOf(sequence, walk) }],
    ['loop', { type: loopType }],
  ];
  const before = bound.map(([name]) => [name, locals.get(name)] as const);
  for (const [name, local] of bound) locals.set(name, local);
  visit(node.children['body']!, walk);
  for (const [name, local] of before) {
    if (local) locals.set(name, local);
    else locals.delete(name);
  }
  visitElse(node, walk);
}

function visitSet(node: Node, walk: Walk): void {
  const names = Object.values(node.children['names']!.children);
  const values = node.children['values']!;
  if (node.attributes['captures'] === true) visit(values, walk);
  const types =
    node.attributes['captures'] === true
      ? []
      : Object.values(values.children).map((value) => [walk.typeOf(value), pathOf(value, walk)] as const);
  names.forEach(({ attributes }, index) => {
    const [type, path] = types[index] ?? [string, undefined];
    walk.locals.set(String(attributes['name']), { type, path });
  });
}
