import type { FunctionWord } from '../../scope.js';
import { any, boolean, listOf, mapOf, number, string, type ValueType } from '../../valueType.js';

type Evaluate = (
  text: string,
  a: string | number | undefined,
  b: string | number | undefined,
  c: number | undefined,
) => unknown;

/** A function of text whose arguments must all be there. */
function ofText(
  name: string,
  example: string,
  doc: string,
  parameters: readonly (readonly ValueType[])[],
  result: ValueType,
  evaluate: Evaluate,
): FunctionWord {
  return {
    name,
    doc,
    example,
    pure: true,
    overloads: parameters.map((each) => ({ parameters: [string, ...each], result })),
    // The arguments are of the declared types, or missing.
    evaluate: (args) => (args.includes(undefined) ? undefined : evaluate(...(args as Parameters<Evaluate>))),
  };
}

const whole = (value: string | number | undefined, otherwise: number): number =>
  typeof value === 'number' ? Math.trunc(value) : otherwise;

export const textFunctions: readonly FunctionWord[] = [
  ofText('contains', 'order.email.contains("@")', 'The text has this part.', [[string]], boolean, (text, part) =>
    text.includes(String(part)),
  ),
  ofText('startsWith', 'order.phone.startsWith("+7")', 'The text begins so.', [[string]], boolean, (text, part) =>
    text.startsWith(String(part)),
  ),
  ofText('endsWith', 'order.email.endsWith(".ru")', 'The text ends so.', [[string]], boolean, (text, part) =>
    text.endsWith(String(part)),
  ),
  ofText('lowerAscii', 'order.email.lowerAscii()', 'Latin letters in lower case.', [[]], string, (text) =>
    text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  ),
  ofText('upperAscii', 'order.site.upperAscii()', 'Latin letters in upper case.', [[]], string, (text) =>
    text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  ),
  ofText('trim', 'order.firstName.trim()', 'Without white space at both ends.', [[]], string, (text) => text.trim()),
  ofText(
    'substring',
    'order.number.substring(0, 3)',
    'From a place up to another; what lies beyond the end is cut.',
    [[number], [number, number]],
    string,
    (text, from, to) => {
      const start = Math.max(0, whole(from, 0));
      const end = whole(to, text.length);
      return end < start ? '' : text.substring(start, end);
    },
  ),
  ofText(
    'indexOf',
    'order.number.indexOf("-")',
    'The first place of a part, -1 when there is none.',
    [[string], [string, number]],
    number,
    (text, part, from) => text.indexOf(String(part), whole(from, 0)),
  ),
  ofText(
    'lastIndexOf',
    'order.number.lastIndexOf("-")',
    'The last place of a part, -1 when there is none.',
    [[string]],
    number,
    (text, part) => text.lastIndexOf(String(part)),
  ),
  ofText(
    'replace',
    'order.phone.replace(" ", "")',
    'Every (or the first n) occurrence of a part by another.',
    [
      [string, string],
      [string, string, number],
    ],
    string,
    (text, part, by, count) => replaceFirst(text, String(part), String(by), whole(count, -1)),
  ),
  ofText(
    'split',
    'order.firstName.split(" ")',
    'The parts between separators.',
    [[string], [string, number]],
    listOf(string),
    (text, separator, count) => splitInto(text, String(separator), whole(count, -1)),
  ),
  {
    name: 'join',
    doc: 'The texts of a list in one, with a separator.',
    example: 'customer.segments.join(", ")',
    pure: true,
    overloads: [
      { parameters: [listOf(string)], result: string },
      { parameters: [listOf(string), string], result: string },
    ],
    evaluate: ([list, separator]) =>
      Array.isArray(list)
        ? list.filter((each) => each !== undefined).join(typeof separator === 'string' ? separator : '')
        : undefined,
  },
  {
    name: 'size',
    doc: 'How many elements, members or characters. A missing list has none; a missing text has no size.',
    example: 'order.items.size()',
    pure: true,
    overloads: [
      { parameters: [string], result: number },
      { parameters: [listOf(any)], result: number },
      { parameters: [mapOf(any)], result: number },
    ],
    evaluate: ([value]) => sizeOf(value),
  },
];

/** Characters are code points, as CEL counts them. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function replaceFirst(text: string, part: string, by: string, count: number): string {
  if (count < 0) return text.replaceAll(part, () => by);
  let result = text;
  let from = 0;
  for (let done = 0; done < count; done++) {
    const at = result.indexOf(part, from);
    if (at < 0) break;
    result = result.slice(0, at) + by + result.slice(at + part.length);
    from = at + by.length + (part === '' ? 1 : 0);
    if (from > result.length) break;
  }
  return result;
}

function splitInto(text: string, separator: string, count: number): readonly string[] {
  const parts = text.split(separator);
  if (count < 0 || parts.length <= count) return parts;
  return count === 0 ? [] : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}
