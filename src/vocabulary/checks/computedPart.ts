import type { Field, ObjectWord } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';

export interface ComputedPart {
  /** Up to the computed member: `order.manager`. */
  readonly path: string;
  readonly field: Field;
  /** It is the last member of the whole path. */
  readonly isWhole: boolean;
  /** The field of the CRM that says the same: `order.managerId`. */
  readonly instead?: string;
}

/** Computed only so far as what they hold is linked to its order. */
const stored = ['order.customer', 'order.items', 'order.payments'];

/** The first member of a field path that the CRM does not keep: crmctl computes it, so that nobody sets it or tells of its change. */
export function computedPart(path: string, objects: Readonly<Record<string, ObjectWord>>): ComputedPart | undefined {
  const [root = '', ...members] = path.split('.');
  let object: ObjectWord | undefined = objects[root];
  let here = root;
  for (const [index, member] of members.entries()) {
    const field: Field | undefined = object?.fields[member];
    if (object === undefined || field === undefined) return undefined;
    const inside = `${here}.${member}`;
    if (field.compute !== undefined && !stored.includes(inside)) {
      const instead = namesOf(member).find(
        (name) => object?.fields[name]?.compute === undefined && name in object!.fields,
      );
      return {
        path: inside,
        field,
        isWhole: index === members.length - 1,
        ...(instead !== undefined && { instead: `${here}.${instead}` }),
      };
    }
    object = objectOf(field.type, objects);
    here = inside;
  }
  return undefined;
}

/** The first member of a field path that the CRM fills in by itself. What is only linked is named by its id and type, not changed. */
export function readOnlyPart(
  path: string,
  objects: Readonly<Record<string, ObjectWord>>,
): { readonly path: string; readonly comesFrom: string } | undefined {
  const [root = '', ...members] = path.split('.');
  let object: ObjectWord | undefined = objects[root];
  let here = root;
  for (const member of members) {
    const isPart = here !== root;
    const field: Field | undefined = object?.fields[member];
    if (object === undefined || field === undefined || (isPart && linked.includes(object.name))) return undefined;
    here = `${here}.${member}`;
    if (field.readOnly !== undefined && !(isPart && member === 'id')) return { path: here, comesFrom: field.readOnly };
    object = objectOf(field.type, objects);
  }
  return undefined;
}

/** Objects of their own, to which others only lead. */
const linked = ['order', 'customer'];

/** `manager` is `managerId` in the CRM, `price` the `initialPrice`, `phone` the first of the `phones`. */
function namesOf(member: string): readonly string[] {
  return [`${member}Id`, `initial${member[0]!.toUpperCase()}${member.slice(1)}`, `${member}s`];
}

function objectOf(type: ValueType, objects: Readonly<Record<string, ObjectWord>>): ObjectWord | undefined {
  if (type.type === 'list') return objectOf(type.of, objects);
  return type.type === 'object' ? objects[type.name] : undefined;
}
