import type { ValueType } from '../../language/valueType.js';

/** A piece of our condition language: what it yields, and how tightly its outermost operator binds. */
export interface Cel {
  readonly text: string;
  readonly type: ValueType;
  readonly binds: number;
}

/** How tightly operators bind, as in CEL's grammar. */
export const binding = { choice: 0, or: 1, and: 2, comparison: 3, sum: 4, product: 5, unary: 6, value: 7 } as const;

export function value(text: string, type: ValueType): Cel {
  return { text, type, binds: binding.value };
}

/** The text, in parentheses where something around it binds tighter. */
export function within(cel: Cel, level: number): string {
  return cel.binds < level ? `(${cel.text})` : cel.text;
}

/** What has no counterpart, and why; `start` and `end` are characters of the original. */
export class Untranslatable extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}
