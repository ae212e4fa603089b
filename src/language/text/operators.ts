import { contains, equals, order, plain } from './compare.js';
import type { Evaluate } from './rendering.js';
import type { Frame, Node } from './twing.js';

type Compare = (left: unknown, right: unknown, zone: string) => boolean | number;

const comparing =
  (compare: Compare): Evaluate =>
  (node, frame, { execute, reading }) =>
    compare(execute(node.children['left']!, frame), execute(node.children['right']!, frame), reading.ambient.zone);

const ordering = (holds: (difference: number) => boolean): Evaluate =>
  comparing((left, right, zone) => {
    const difference = order(left, right, zone);
    return difference !== undefined && holds(difference);
  });

const texts = (holds: (text: string, part: string) => boolean): Evaluate =>
  comparing((left, right) => {
    const [text, part] = [plain(left), plain(right)];
    return typeof text === 'string' && typeof part === 'string' && holds(text, part);
  });

export const compareNodes: Readonly<Record<string, Evaluate>> = {
  is_equal_to: comparing(equals),
  is_not_equal_to: comparing((left, right, zone) => !equals(left, right, zone)),
  is_less_than: ordering((difference) => difference < 0),
  is_less_than_or_equal_to: ordering((difference) => difference <= 0),
  is_greater_than: ordering((difference) => difference > 0),
  is_greater_than_or_equal_to: ordering((difference) => difference >= 0),
  spaceship: comparing((left, right, zone) => Math.sign(order(left, right, zone) ?? 0)),
  is_in: comparing(contains),
  is_not_in: comparing((left, right, zone) => !contains(left, right, zone)),
  starts_with: texts((text, part) => text.startsWith(part)),
  ends_with: texts((text, part) => text.endsWith(part)),
};

const calculating =
  (calculate: (left: number, right: number) => number): Evaluate =>
  (node, frame, { execute }) => {
    const left = numeric(execute, node.children['left']!, frame);
    const right = numeric(execute, node.children['right']!, frame);
    return left === undefined || right === undefined ? null : calculate(left, right);
  };

/** With a missing operand nothing; a result that is no number is nothing too. */
export const arithmetic: Readonly<Record<string, Evaluate>> = {
  add: calculating((left, right) => left + right),
  subtract: calculating((left, right) => left - right),
  multiply: calculating((left, right) => left * right),
  divide: calculating((left, right) => left / right),
  divide_and_floor: calculating((left, right) => Math.floor(left / right)),
  modulo: calculating((left, right) => left % right),
  power: calculating((left, right) => left ** right),
  negative: (node, frame, { execute }) => {
    const value = numeric(execute, node.children['operand']!, frame);
    return value === undefined ? null : -value;
  },
  positive: (node, frame, { execute }) => numeric(execute, node.children['operand']!, frame) ?? null,
};

function numeric(execute: (node: Node, frame: Frame) => unknown, node: Node, frame: Frame): number | undefined {
  const value = plain(execute(node, frame));
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}
