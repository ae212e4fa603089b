import { parse, type Ast } from '../../language/expression/ast.js';
import { lookUpField } from '../../language/fieldPath.js';
import type { ObjectWord } from '../../language/scope.js';

/** Fields that the CRM's own condition language calls otherwise than the API, by their path here. */
const otherNames: Readonly<Record<string, string>> = {
  'order.items': 'order.orderProducts',
  'order.availableItems': 'order.availableOrderProducts',
  'order.delivery.code': 'order.deliveryType',
  'order.delivery.service': 'order.deliveryService',
  'order.delivery.cost': 'order.deliveryCost',
  'order.delivery.netCost': 'order.deliveryNetCost',
  'order.delivery.date': 'order.deliveryDate',
  'order.delivery.address': 'order.deliveryAddress',
};

const operators: Readonly<Record<string, string>> = {
  '&&': 'and',
  '||': 'or',
  ...Object.fromEntries(['==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/'].map((each) => [each, each])),
};

/** How tightly: `or`, `and`, comparisons, sums, products. */
const levels = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>=', 'in'], ['+', '-'], ['*', '/']];

/** A condition in the CRM's own language, to be pasted there; `undefined`: a part of it has no counterpart that is sure. */
export function crmCondition(source: string, objects: Readonly<Record<string, ObjectWord>>): string | undefined {
  const parsed = parse(source);
  return 'problem' in parsed ? undefined : written(parsed.ast, objects, 0);
}

type Objects = Readonly<Record<string, ObjectWord>>;

function written(ast: Ast, objects: Objects, around: number): string | undefined {
  switch (ast.op) {
    case 'value':
      return literal(ast.args);
    case 'id':
    case '.':
      return field(ast, objects);
    case '!_': {
      const of = written(ast.args, objects, levels.length);
      return of && `not ${of}`;
    }
    case 'list': {
      const elements = ast.args.map((each) => written(each, objects, 0));
      return elements.includes(undefined) ? undefined : `[${elements.join(', ')}]`;
    }
    default: {
      const operator = operators[ast.op];
      const level = levels.findIndex((names) => names.includes(ast.op));
      if (operator === undefined || !isBinary(ast)) return undefined;
      const [left, right] = [written(ast.args[0], objects, level), written(ast.args[1], objects, level + 1)];
      if (left === undefined || right === undefined) return undefined;
      const text = `${left} ${operator} ${right}`;
      return level < around ? `(${text})` : text;
    }
  }
}

type BinaryAst = Extract<Ast, { readonly args: readonly [Ast, Ast] }>;

function isBinary(ast: Ast): ast is BinaryAst {
  return ast.op in operators;
}

function literal(value: unknown): string | undefined {
  // Whole numbers are big ones in the tree.
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : undefined;
}

/** References are codes here and objects there; custom fields have a getter. */
function field(ast: Ast, objects: Objects): string | undefined {
  const path = pathOf(ast);
  if (path === undefined || !/^(order|customer)\./.test(path)) return undefined;
  const custom = /^(order|customer)\.customFields\.(\w+)$/.exec(path);
  if (custom !== null) return `${custom[1]}.getCustomField(${JSON.stringify(custom[2])})`;
  if (path === 'order.statusGroup') return 'order.status.groupCode';
  const found = lookUpField(path, objects);
  const [, root = '', member = ''] = /^(\w+)\.(\w+)/.exec(path) ?? [];
  // What is computed here has no name there.
  if ('unknown' in found || (objects[root]?.fields[member]?.compute !== undefined && otherNames[path] === undefined))
    return undefined;
  const known = Object.entries(otherNames).find(([own]) => path === own || path.startsWith(`${own}.`));
  const name = known === undefined ? path : known[1] + path.slice(known[0].length);
  return found.type.type === 'string' && found.type.enumeration !== undefined ? `${name}.code` : name;
}

function pathOf(ast: Ast): string | undefined {
  if (ast.op === 'id') return ast.args;
  if (ast.op !== '.') return undefined;
  const owner = pathOf(ast.args[0]);
  return owner && `${owner}.${ast.args[1]}`;
}
