import { boolean, number, type ValueType } from '../../language/valueType.js';
import { binding, Untranslatable, value, within, type Cel } from './cel.js';
import { expressionOf, negated, withDefault, type Translating } from './expression.js';
import { asText } from './names.js';
import type { Of } from './node.js';

/** `== != < <= > >= in matches`, with what PHP's loose comparison takes for granted said outright. */
export function compare(node: Of<'binary'>, to: Translating): Cel {
  const { op } = node;
  if (op.startsWith('not ')) return negated(compare({ ...node, op: op.slice('not '.length) }, to));
  const left = scalar(expressionOf(node.left, to), to);
  const right = scalar(expressionOf(node.right, to), to);
  if (op === 'matches') return matches(left, node);
  if (op === 'in') return isIn(left, right);
  return literalLast(left, op, right);
}

/** A phone is its number, a source its name. */
function scalar(cel: Cel, { objects }: Translating): Cel {
  const member = cel.type.type === 'object' ? asText[cel.type.name] : undefined;
  const type =
    cel.type.type === 'object' && member !== undefined ? objects[cel.type.name]?.fields[member]?.type : undefined;
  return type === undefined ? cel : value(`${cel.text}.${member!}`, type);
}

function literalLast(left: Cel, op: string, right: Cel): Cel {
  const than = (a: string, sign: string, b: string): Cel => ({
    text: `${a} ${sign} ${b}`,
    type: boolean,
    binds: binding.comparison,
  });
  if (isLiteral(left) && !isLiteral(right)) return literalLast(right, mirrored[op] ?? op, left);
  const one = within(left, binding.sum);
  if (right.text === '""' && left.type.type === 'string') {
    const isCode = left.type.enumeration !== undefined;
    return isCode ? than(one, op, 'null') : than(withDefault(one), op, '""');
  }
  // Sums are 0 here when they are absent: whether one is there has to be asked.
  if (right.text === 'null' && left.type.type === 'number' && /^[\w.]+$/.test(left.text) && /^[!=]=$/.test(op)) {
    const present = value(`has(${left.text})`, boolean);
    return op === '!=' ? present : negated(present);
  }
  // Nothing counts as false there, and as different from every value here.
  if (right.text === 'false' && (op === '==' || op === '!=')) return than(one, op === '==' ? '!=' : '==', 'true');
  return than(one, op, within(fitting(right, left.type), binding.sum));
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function isIn(left: Cel, right: Cel): Cel {
  const one = within(left, binding.sum);
  return { text: `${one} in ${fitting(right, left.type).text}`, type: boolean, binds: binding.comparison };
}

/** Numbers that are written as texts, where numbers are compared. */
function fitting(cel: Cel, type: ValueType): Cel {
  if (type.type === 'number') return { ...cel, text: cel.text.replace(/"(-?\d+(?:\.\d+)?)"/g, '$1'), type: number };
  if (type.type === 'string' && /^-?\d+(\.\d+)?$/.test(cel.text)) return { ...cel, text: JSON.stringify(cel.text) };
  return cel;
}

/** Old texts write the pattern with its delimiters. */
function matches(left: Cel, { right }: Of<'binary'>): Cel {
  if (right.is !== 'literal' || typeof right.value !== 'string')
    throw new Untranslatable('a pattern has to be written out', right.start, right.end);
  const [, , bare, flags = ''] = /^([/#~])(.*)\1([a-z]*)$/s.exec(right.value) ?? [];
  const pattern = bare === undefined ? right.value : `${/i/.test(flags) ? '(?i)' : ''}${bare}`;
  const text = left.type.type === 'string' ? within(left, binding.value) : `string(${left.text})`;
  return { text: `${text}.matches(${JSON.stringify(pattern)})`, type: boolean, binds: binding.value };
}

function isLiteral({ text }: Cel): boolean {
  return /^("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null)$/.test(text);
}
