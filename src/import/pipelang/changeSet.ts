import { holds, rewritten, type Node, type Of } from './node.js';

/** What a condition asks of the change set, in one conjunct. */
export type Question =
  | { readonly asks: 'create' | 'update' | 'delete'; readonly holds: boolean }
  | { readonly asks: 'changed'; readonly field: string; readonly holds: boolean }
  /** Anything else; `fields` are those whose new or old value it looks at. */
  | { readonly asks: 'value'; readonly fields: readonly string[]; readonly old: boolean };

export function questionOf(node: Node): Question {
  const [inner, positive] = node.is === 'not' ? [node.of, false] : [node, true];
  if (inner.is === 'member' && isChangeSet(inner.of)) {
    const flag = ({ isCreate: 'create', isUpdate: 'update', isDelete: 'delete' } as const)[inner.name];
    if (flag !== undefined) return { asks: flag, holds: positive };
    const field = inner.name === 'hasChangedField' ? textOf(inner.args?.[0]) : undefined;
    if (field !== undefined) return { asks: 'changed', field, holds: positive };
  }
  const asked: { side: string; field: string }[] = [];
  holds(node, (part) => {
    const found = valueAsked(part);
    if (found) asked.push(found);
    return false;
  });
  return {
    asks: 'value',
    fields: [...new Set(asked.map(({ field }) => field))],
    old: asked.some(({ side }) => side === 'old'),
  };
}

export function looksAtChanges(node: Node): boolean {
  return holds(node, isChangeSet);
}

/** `changeSet.newValue("status")`. */
export function valueAsked(node: Node): { readonly side: 'new' | 'old'; readonly field: string } | undefined {
  if (node.is !== 'member' || !isChangeSet(node.of)) return undefined;
  const side = ({ newValue: 'new', oldValue: 'old' } as const)[node.name];
  const field = textOf(node.args?.[0]);
  return side === undefined || field === undefined ? undefined : { side, field };
}

/**
 * A condition as alternatives of conjuncts, as far as it looks at the change set: every alternative is an occasion. A search through the
 * changes is asked of the field that it names.
 */
export function alternativesOf(node: Node): readonly (readonly Node[])[] {
  return alternatives(rewritten(node, searchOfField), false);
}

function alternatives(node: Node, negative: boolean): readonly (readonly Node[])[] {
  if (!looksAtChanges(node)) return [[negative ? negation(node) : node]];
  if (node.is === 'not') return alternatives(node.of, !negative);
  if (node.is !== 'binary' || (node.op !== 'and' && node.op !== 'or')) return [[negative ? negation(node) : node]];
  const [left, right] = [alternatives(node.left, negative), alternatives(node.right, negative)];
  const isUnion = (node.op === 'or') !== negative;
  return isUnion ? [...left, ...right] : left.flatMap((one) => right.map((other) => [...one, ...other]));
}

export function conjunctsOf(node: Node): readonly Node[] {
  return node.is === 'binary' && node.op === 'and' ? [...conjunctsOf(node.left), ...conjunctsOf(node.right)] : [node];
}

function negation(of: Node): Node {
  return of.is === 'not' ? of.of : { is: 'not', of, start: of.start, end: of.end };
}

/** `changeSet | contains(c => c.fieldName == 'f' and …)` is "f changed, and …". */
function searchOfField(node: Node): Node {
  if (node.is !== 'pipe' || node.name !== 'contains' || !isChangeSet(node.of)) return node;
  const [by] = node.args;
  if (by?.is !== 'lambda') return node;
  const [name = ''] = by.parameters;
  const isOf = (part: Node, member: string): part is Of<'member'> =>
    part.is === 'member' && part.name === member && part.of.is === 'name' && part.of.name === name;
  const parts = conjunctsOf(by.body);
  const naming = parts.find((part) => part.is === 'binary' && part.op === '==' && isOf(part.left, 'fieldName'));
  const field = naming?.is === 'binary' ? textOf(naming.right) : undefined;
  if (field === undefined) return node;
  const place = { start: node.start, end: node.end };
  const ask = (method: string): Node => ({
    is: 'member',
    of: node.of,
    name: method,
    args: [{ is: 'literal', value: field, ...place }],
    ...place,
  });
  const rest = parts
    .filter((part) => part !== naming)
    .map((part) =>
      rewritten(part, (each) =>
        isOf(each, 'newValue') ? ask('newValue') : isOf(each, 'oldValue') ? ask('oldValue') : each,
      ),
    );
  return [ask('hasChangedField'), ...rest].reduce((left, right) => ({
    is: 'binary',
    op: 'and',
    left,
    right,
    ...place,
  }));
}

function isChangeSet(node: Node): boolean {
  return node.is === 'name' && node.name === 'changeSet';
}

function textOf(node: Node | undefined): string | undefined {
  return node?.is === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}
