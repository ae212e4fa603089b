import { any, boolean, listOf, number, type ValueType } from '../../language/valueType.js';
import { binding, Untranslatable, value, within, type Cel } from './cel.js';
import { expressionOf, truth, type Translating } from './expression.js';
import type { Node, Of } from './node.js';

/** `list | contains(x => …)` and the other filters of collections. */
export function applyPipe(node: Of<'pipe'>, to: Translating): Cel {
  const list = expressionOf(node.of, to);
  const apply = filters[node.name];
  if (apply === undefined)
    throw new Untranslatable(`the filter "${node.name}" has no counterpart`, node.start, node.end);
  return apply(list, node, to);
}

type Filter = (list: Cel, node: Of<'pipe'>, to: Translating) => Cel;

const filters: Readonly<Record<string, Filter>> = {
  contains: (list, node, to) => asked('exists', list, node, to),
  every: (list, node, to) => asked('all', list, node, to),
  filter: (list, node, to) => ({ ...asked('filter', list, node, to), type: list.type }),
  map: mapped,
  first: (list) => value(`first(${list.text})`, elementOf(list)),
  last: (list) => value(`last(${list.text})`, elementOf(list)),
  flatten: (list) => value(`flatten(${list.text})`, elementOf(list).type === 'list' ? elementOf(list) : list.type),
  length: (list) => value(`${within(list, binding.value)}.size()`, number),
  count: (list) => value(`${within(list, binding.value)}.size()`, number),
  sort: sorted,
  reduce: reduced,
};

function asked(macro: string, list: Cel, node: Of<'pipe'>, to: Translating): Cel {
  const { name, body } = lambda(node, list, to);
  return value(`${within(list, binding.value)}.${macro}(${name}, ${truth(body).text})`, boolean);
}

function mapped(list: Cel, node: Of<'pipe'>, to: Translating): Cel {
  const { name, body } = lambda(node, list, to);
  return value(`${within(list, binding.value)}.map(${name}, ${body.text})`, listOf(body.type));
}

/** `(a, b) => a.f < b.f` is an order by `f`. */
function sorted(list: Cel, node: Of<'pipe'>, to: Translating): Cel {
  const [by] = node.args;
  const body = by?.is === 'lambda' ? by.body : undefined;
  if (by?.is === 'lambda' && by.parameters.length === 2 && body?.is === 'binary' && /^<=?$|^>=?$/.test(body.op)) {
    const [a = '', b = ''] = by.parameters;
    const keys = [body.left, body.right].map((part, index) => keyOf(part, [a, b][index]!, list, to));
    if (keys[0] !== undefined && keys[0] === keys[1]) {
      const key = body.op.startsWith('<') || elementOf(list).type !== 'object' ? keys[0] : undefined;
      if (key !== undefined) return value(`${within(list, binding.value)}.sortBy(x, ${key})`, list.type);
    }
  }
  throw new Untranslatable('only an ascending order by one value has a counterpart: sortBy', node.start, node.end);
}

function keyOf(node: Node, parameter: string, list: Cel, to: Translating): string {
  return expressionOf(node, { ...to, variables: { ...to.variables, [parameter]: value('x', elementOf(list)) } }).text;
}

/** A sum: `(sum, x) => sum + x.quantity`, from nothing or 0. */
function reduced(list: Cel, node: Of<'pipe'>, to: Translating): Cel {
  const [by, from] = node.args;
  const isFromNothing = from === undefined || (from.is === 'literal' && !from.value);
  if (by?.is === 'lambda' && by.parameters.length === 2 && isFromNothing) {
    const [total = '', element = ''] = by.parameters;
    const { body } = by;
    if (body.is === 'binary' && body.op === '+' && body.left.is === 'name' && body.left.name === total) {
      const each = expressionOf(body.right, inside(element, list, to));
      return value(`sum(${within(list, binding.value)}.map(${safe(element)}, ${each.text}))`, number);
    }
  }
  throw new Untranslatable('only a sum has a counterpart: sum(list.map(x, …))', node.start, node.end);
}

function lambda(node: Of<'pipe'>, list: Cel, to: Translating): { readonly name: string; readonly body: Cel } {
  const [by] = node.args;
  if (by?.is !== 'lambda' || by.parameters.length !== 1)
    throw new Untranslatable(`${node.name} takes x => …`, node.start, node.end);
  const [parameter = ''] = by.parameters;
  return { name: safe(parameter), body: expressionOf(by.body, inside(parameter, list, to)) };
}

function inside(parameter: string, list: Cel, to: Translating): Translating {
  return { ...to, variables: { ...to.variables, [parameter]: value(safe(parameter), elementOf(list)) } };
}

function elementOf({ type }: Cel): ValueType {
  return type.type === 'list' ? type.of : any;
}

const taken = new Set(
  'in as break const continue else false for function if import let loop package namespace null return true type var void while'.split(
    ' ',
  ),
);

/** A name that CEL has other uses for gets another letter. */
function safe(name: string): string {
  return taken.has(name) ? `${name}_` : name.replaceAll('$', '_');
}
