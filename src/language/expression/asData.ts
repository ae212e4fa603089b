import { formatInstant, instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { isOnCalendar } from '../moment.js';
import type { Node } from './compilation.js';
import type { Static } from './types.js';

type Convert = (value: unknown) => unknown;

/** What a piece of an expression gives as data: moments as text at any depth, since what takes them cannot tell a count of milliseconds from a number. */
export function asData(node: Pick<Node, 'type' | 'run' | 'data'>): Node['run'] {
  if (node.data !== undefined) return node.data;
  const { run } = node;
  const convert = converterOf(node.type);
  return convert === undefined ? run : (scope) => convert(run(scope));
}

function converterOf(type: Static): Convert | undefined {
  if (type.type === 'timestamp') return textOfMoment;
  if (type.type !== 'list' && type.type !== 'map') return undefined;
  const inner = converterOf(type.of);
  if (inner === undefined) return undefined;
  return (value) => {
    if (Array.isArray(value)) return value.map(inner);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inner(member)]))
      : value;
  };
}

function textOfMoment(value: unknown): unknown {
  return typeof value === 'number' && isOnCalendar(value) ? formatInstant(instant(value)) : value;
}
