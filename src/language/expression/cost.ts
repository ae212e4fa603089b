import { problem, type Compilation, type Node } from './compilation.js';

/** About how many elements a list has when nothing is known of it; searches of the whole shop visit `worldSize`. */
export const listSize = 100;
export const worldSize = 100_000;

/** Steps of evaluation at those sizes; a search of the shop inside another one is 10 000 times as much. */
const limit = 200_000_000;

/** Refuses what could stall the engine: the bound is static, so an expression is refused when it is written. */
export function checkCost(to: Compilation, node: Node): void {
  if (to.cost <= limit) return;
  problem(
    to,
    node.ast,
    'tooCostly',
    `about ${Math.round(to.cost / 1_000_000).toLocaleString('en-US')} million steps: searches inside searches multiply`,
    'move the inner search out, or compare an id, a customer or a phone in it',
  );
}
