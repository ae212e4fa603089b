import type { ValueType } from '../../language/valueType.js';
import { valueAsked } from './changeSet.js';
import { dayOf } from './moment.js';
import type { Node } from './node.js';

/** A value as `from` and `to` of a form take it. */
export type FormValue = string | number | boolean | { readonly group: string };

/** A conjunct that compares the new or old value of the field with what `to` and `from` can say. */
export function valuesOf(
  node: Node,
  field: string,
  type: ValueType,
): { readonly side: 'from' | 'to'; readonly values: readonly FormValue[] } | undefined {
  const asked = valueAsked(node);
  if (asked?.field === field && type.type === 'boolean') return { side: sideOf(asked.side), values: [true] };
  if (node.is !== 'binary' || (node.op !== '==' && node.op !== 'in')) return undefined;
  const found = comparedOf(node.left);
  const values = node.op === 'in' ? listed(node.right) : [literal(node.right)];
  if (found?.asked.field !== field || values.some((each) => each === undefined)) return undefined;
  const given = values.flatMap((each) => (each === undefined ? [] : [each]));
  if (given.length === 0) return undefined;
  return {
    side: sideOf(found.asked.side),
    values: found.isGroup ? given.map((code) => ({ group: String(code) })) : given,
  };
}

function sideOf(side: 'new' | 'old'): 'from' | 'to' {
  return side === 'new' ? 'to' : 'from';
}

/** `newValue("status")`, with `.code`, or the code of its group. */
function comparedOf(node: Node): { asked: NonNullable<ReturnType<typeof valueAsked>>; isGroup: boolean } | undefined {
  const names: string[] = [];
  let at = node;
  for (;;) {
    const asked = valueAsked(at);
    const path = names.toReversed().join('.');
    if (asked !== undefined)
      return path === '' || path === 'code'
        ? { asked, isGroup: false }
        : path === 'groupCode' || path === 'group.code'
          ? { asked, isGroup: true }
          : undefined;
    if (at.is !== 'member' || at.args !== undefined) return undefined;
    names.push(at.name);
    at = at.of;
  }
}

function listed(node: Node): readonly (FormValue | undefined)[] {
  return node.is === 'list' ? node.items.map(literal) : [undefined];
}

function literal(node: Node): string | number | boolean | undefined {
  if (node.is === 'literal') return node.value ?? undefined;
  const [argument] = node.is === 'call' && node.name === 'date' ? node.args : [];
  return argument?.is === 'literal' && typeof argument.value === 'string' ? dayOf(argument.value) : undefined;
}
