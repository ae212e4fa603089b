import type { Environment, SourceProblem } from '../scope.js';
import { textCodes } from './codes.js';
import { memberType, problem, unprintable } from './members.js';
import type { Part } from './scan.js';

const pattern = /\$?\{\s*([A-Za-z_]\w*(?:(?:\.\w+)|\[\d+\])*)\s*(\|[^{}]*)?\}/g;

/**
 * Values in the notation of other languages, `{ order.number }` and `${order.number}`: Twig leaves them as they stand, and the customer
 * reads them. Braces about anything that is not in scope (JSON, CSS, a place of somebody else's) are text.
 */
export function singleBraces(
  source: string,
  parts: readonly Part[],
  environment: Environment,
): readonly SourceProblem[] {
  return parts.flatMap((part) => {
    if (part.part !== 'text') return [];
    const text = source.slice(part.start, part.end);
    if (!text.includes('{')) return [];
    return [...text.matchAll(pattern)].flatMap((match) => {
      const [whole, path = '', filters = ''] = match;
      const start = part.start + match.index;
      const range = { start, end: start + whole.length };
      const written = path.replace(/\[(\d+)\]/g, '.$1');
      return isPrintable(written, environment)
        ? [
            problem(
              textCodes.singleBraces,
              `"${whole}" goes out as it stands: a value stands in two braces`,
              range,
              `write {{ ${written}${filters.trim()} }}`,
            ),
          ]
        : [];
    });
  });
}

/** A fragment is open: it reads what the texts that take it in have. */
function isPrintable(path: string, environment: Environment): boolean {
  const { variables, objects, open } = environment;
  const [root = '', ...members] = path.split('.');
  const isObject = open === true && Object.hasOwn(objects, root);
  let type = Object.hasOwn(variables, root)
    ? variables[root]
    : isObject
      ? ({ type: 'object', name: root } as const)
      : undefined;
  for (const member of members) type = type && memberType(type, member, environment);
  return type !== undefined && unprintable(type, path, { start: 0, end: 0 }, environment) === undefined;
}
