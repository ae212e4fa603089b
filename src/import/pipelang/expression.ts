import type { ObjectWord } from '../../language/scope.js';
import { any, boolean, listOf, number, object, string, timestamp, type ValueType } from '../../language/valueType.js';
import { binding, Untranslatable, value, within, type Cel } from './cel.js';
import { callFunction } from './functions.js';
import { compare } from './compare.js';
import { memberOf } from './member.js';
import type { Node, Of } from './node.js';
import { applyPipe } from './pipes.js';

export interface Translating {
  readonly objects: Readonly<Record<string, ObjectWord>>;
  /** What names stand for: `order`, `customer`, `call`, parameters of lambdas. */
  readonly variables: Readonly<Record<string, Cel>>;
  /** Code of the calendar that is the account's working time. */
  readonly calendar: string;
  /** What a test of the change set stands for, when it has a counterpart where this is going to stand. */
  readonly change?: (node: Node) => Cel | undefined;
}

/** A part of the CRM's language in ours. Throws `Untranslatable`; `translate` in translate.ts is the way in. */
export function expressionOf(node: Node, to: Translating): Cel {
  const change = to.change?.(node);
  if (change !== undefined) return change;
  switch (node.is) {
    case 'literal':
      return literal(node.value);
    case 'name':
      return to.variables[node.name] ?? unknownName(node);
    case 'list':
      return listOfNodes(node, to);
    case 'member':
      return memberOf(node, to);
    case 'call':
      return callFunction(node, to);
    case 'pipe':
      return applyPipe(node, to);
    case 'not':
      return negated(truth(expressionOf(node.of, to)));
    case 'minus':
      return { text: `-${within(expressionOf(node.of, to), binding.unary)}`, type: number, binds: binding.unary };
    case 'binary':
      return binary(node, to);
    case 'choice':
      return choice(node, to);
    case 'lambda':
      throw new Untranslatable('a function stands where a value is expected', node.start, node.end);
  }
}

/** What PHP holds for true: a value that is there and not empty. */
export function truth(cel: Cel): Cel {
  const { type } = cel;
  const than = (text: string): Cel => ({ text, type: boolean, binds: binding.comparison });
  const of = within(cel, binding.value);
  switch (type.type) {
    case 'boolean':
      return cel;
    case 'string':
      return type.enumeration === undefined ? than(`${withDefault(of)} != ""`) : than(`${of} != null`);
    case 'number':
      return than(`${of}.orValue(0) != 0`);
    case 'list':
      return than(`${of}.size() > 0`);
    default:
      return than(`${of} != null`);
  }
}

export function negated(cel: Cel): Cel {
  const emptiness = /^(.*) != (null|"")$/s.exec(cel.text);
  if (cel.binds === binding.comparison && emptiness && !/ (&&|\|\|) /.test(cel.text))
    return { ...cel, text: `${emptiness[1]!} == ${emptiness[2]!}` };
  return { text: `!${within(cel, binding.unary)}`, type: boolean, binds: binding.unary };
}

export function withDefault(text: string): string {
  return text.endsWith('.orValue(""))') ? text : `${text}.orValue("")`;
}

export function literal(of: string | number | boolean | null): Cel {
  if (of === null) return value('null', any);
  const type: ValueType = typeof of === 'number' ? number : typeof of === 'boolean' ? boolean : string;
  return value(JSON.stringify(of), type);
}

function listOfNodes({ items }: Of<'list'>, to: Translating): Cel {
  const elements = items.map((item) => expressionOf(item, to));
  return value(`[${elements.map(({ text }) => text).join(', ')}]`, listOf(elements[0]?.type ?? any));
}

function unknownName({ name, start, end }: Of<'name'>): never {
  throw new Untranslatable(`there is no "${name}" here`, start, end);
}

const arithmetic: Readonly<Record<string, number>> = {
  '+': binding.sum,
  '-': binding.sum,
  '*': binding.product,
  '/': binding.product,
  '%': binding.product,
};

function binary(node: Of<'binary'>, to: Translating): Cel {
  const { op } = node;
  if (op === 'and' || op === 'or') return joined(op, node, to);
  const level = arithmetic[op];
  if (level === undefined && op !== '~') return compare(node, to);
  const [left, right] = [expressionOf(node.left, to), expressionOf(node.right, to)];
  if (op === '~') return { text: `${asString(left)} + ${asString(right)}`, type: string, binds: binding.sum };
  const type = left.type.type === 'timestamp' ? timestamp : left.type.type === 'number' ? left.type : right.type;
  return { text: `${within(left, level!)} ${op} ${within(right, level! + 1)}`, type, binds: level! };
}

function asString(cel: Cel): string {
  return cel.type.type === 'string' ? within(cel, binding.sum) : `string(${cel.text})`;
}

function joined(op: 'and' | 'or', node: Of<'binary'>, to: Translating): Cel {
  const level = op === 'and' ? binding.and : binding.or;
  const [left, right] = [node.left, node.right].map((part) => truth(expressionOf(part, to))) as [Cel, Cel];
  if (op === 'and' && guards(left, right)) return right;
  const sign = op === 'and' ? '&&' : '||';
  return { text: `${within(left, level)} ${sign} ${within(right, level)}`, type: boolean, binds: level };
}

/** A test that something is there says nothing more before a comparison of it: a missing value equals no code. */
export function guards(test: Cel, other: Cel): boolean {
  const [, path] = /^([\w.]+) != null$/.exec(test.text) ?? [];
  return path !== undefined && new RegExp(`^${path.replaceAll('.', '\\.')}[\\w.]* (==|in) (?!null)`).test(other.text);
}

function choice({ test, yes, no }: Of<'choice'>, to: Translating): Cel {
  const [then, otherwise] = [expressionOf(yes, to), expressionOf(no, to)];
  const text = [truth(expressionOf(test, to)), then, otherwise].map((part) => within(part, binding.or));
  return { text: `${text[0]!} ? ${text[1]!} : ${text[2]!}`, type: then.type, binds: binding.choice };
}

/** An order, customer or call of the event. */
export function variable(name: string, type = name): Cel {
  return value(name, object(type));
}
