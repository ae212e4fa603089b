import type { Piece } from './piece.js';
import type { Evaluate, Rendering } from './rendering.js';
import type { Frame, Node } from './twing.js';

/** Shows a text: what it extends, with its own blocks in place. */
export function showWhole(piece: Piece, frame: Frame, rendering: Rendering): void {
  const outer = { chain: rendering.chain, blockOf: rendering.blockOf };
  rendering.chain = chainFrom(piece, rendering.taken);
  for (const { body } of rendering.chain) rendering.execute(body, frame);
  Object.assign(rendering, outer);
}

/** Of texts that extend others, and of those that include them. */
export const takingNodes: Readonly<Record<string, Evaluate>> = {
  include: (node, frame, rendering) => {
    const piece = rendering.taken.get(codeOf(node.children['expression']!));
    if (piece !== undefined) showWhole(piece, { ...frame, context: contextFor(node, frame, rendering) }, rendering);
    return undefined;
  },
  block_reference: (node, frame, rendering) => showBlock(String(node.attributes['name']), 0, frame, rendering),
  parent_function: (node, frame, rendering) => {
    const { outputBuffer } = frame;
    outputBuffer.start();
    showBlock(String(node.attributes['name']), rendering.blockOf + 1, frame, rendering);
    return rendering.twig.markup(outputBuffer.getAndClean());
  },
};

/** The block of the nearest text that has one of this name. What it sets stays inside. */
function showBlock(name: string, above: number, frame: Frame, rendering: Rendering): void {
  const at = rendering.chain.findIndex(({ blocks }, index) => index >= above && blocks.has(name));
  const block = rendering.chain[at]?.blocks.get(name);
  if (block === undefined) return;
  const outer = rendering.blockOf;
  rendering.blockOf = at;
  rendering.execute(block.children['body']!, { ...frame, context: new Map(frame.context.entries()) });
  rendering.blockOf = outer;
}

function chainFrom(piece: Piece, taken: Rendering['taken']): readonly Piece[] {
  const parent = piece.parent && taken.get(codeOf(piece.parent.name));
  return parent === undefined ? [piece] : [piece, ...chainFrom(parent, taken)];
}

function codeOf(name: Node): string {
  return String(name.attributes['value']);
}

/** The variables of a fragment: all that are there or, with `only`, those that are everywhere; and what it is given. */
function contextFor(node: Node, frame: Frame, rendering: Rendering): Frame['context'] {
  const context = new Map(frame.context.entries());
  if (node.attributes['only'] === true) {
    for (const [name] of [...frame.context.entries()]) if (!rendering.everywhere.has(name)) context.delete(name);
  }
  const pairs = Object.values(node.children['variables']?.children ?? {});
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const name = String(pairs[index]!.attributes['value']);
    rendering.missing = undefined;
    const value = rendering.execute(pairs[index + 1]!, frame) ?? null;
    if (value === null) rendering.lacking.set(name, rendering.missing ?? name);
    context.set(name, value);
  }
  return context;
}
