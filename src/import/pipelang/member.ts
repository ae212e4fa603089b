import { any, codeOf, type ValueType } from '../../language/valueType.js';
import { Untranslatable, value, type Cel } from './cel.js';
import { expressionOf, type Translating } from './expression.js';
import { computed, otherNames } from './names.js';
import type { Of } from './node.js';

/** A property: by its other name, by the API's name, or a code where our objects hold codes. */
export function memberOf(node: Of<'member'>, to: Translating): Cel {
  const owner = expressionOf(node.of, to);
  if (node.args !== undefined) return called(node, owner, node.args, to);
  return property(owner, node.name, to) ?? unknown(node, owner);
}

/** `undefined`: the object has no such property. */
export function property(owner: Cel, name: string, to: Pick<Translating, 'objects'>): Cel | undefined {
  const { text, type } = owner;
  if (type.type === 'any') return value(`${text}.${name}`, any);
  if (type.type === 'string') return ofReference(owner, name);
  if (type.type !== 'object') return undefined;
  const [template, special] = computed[type.name]?.[name] ?? [];
  if (template !== undefined && special !== undefined) return value(template.replaceAll('$', text), special);
  const path = otherNames[type.name]?.[name];
  if (path !== undefined) return along(owner, path.slice('$.'.length).split('.'), to);
  const found = fieldType(type, name, to);
  if (found !== undefined) return value(`${text}.${name}`, found);
  const bare = /^is(\p{Lu}.*)$/u.exec(name)?.[1];
  return bare === undefined ? undefined : property(owner, bare.charAt(0).toLowerCase() + bare.slice(1), to);
}

/** References are objects in the CRM's language and codes in ours. */
function ofReference({ text, type }: Cel, name: string): Cel | undefined {
  if (name === 'code') return value(text, type);
  const enumeration = type.type === 'string' ? type.enumeration : undefined;
  const isStatus = enumeration === 'status' && text.endsWith('.status');
  if (isStatus && (name === 'group' || name === 'groupCode'))
    return value(text.replace(/\.status$/, '.statusGroup'), codeOf('statusGroup'));
  if (enumeration === 'paymentStatus' && /^(is)?paymentComplete$/i.test(name))
    return value(text.replace(/\.status$/, '.isPaid'), { type: 'boolean' });
  return undefined;
}

function along(owner: Cel, path: readonly string[], to: Pick<Translating, 'objects'>): Cel | undefined {
  return path.reduce<Cel | undefined>((at, name) => at && property(at, name, to), owner);
}

function fieldType(type: ValueType & { type: 'object' }, name: string, { objects }: Pick<Translating, 'objects'>) {
  const word = objects[type.name];
  return type.fields?.[name] ?? word?.fields[name]?.type ?? word?.rest;
}

/** `order.getCustomField("callAt")`, `local_time(…).format("H")`. */
function called(node: Of<'member'>, owner: Cel, args: NonNullable<Of<'member'>['args']>, to: Translating): Cel {
  const [first] = args;
  const text = first?.is === 'literal' && typeof first.value === 'string' ? first.value : undefined;
  if (node.name === 'customField' && text !== undefined) return customField(owner, text, node, to);
  const part = node.name === 'format' && text !== undefined ? clockParts[text] : undefined;
  if (owner.type.type === 'object' && owner.type.name === 'localTime' && part !== undefined)
    return property(owner, part, to) ?? unknown(node, owner);
  return unknown(node, owner);
}

export function customField(owner: Cel, code: string, node: { start: number; end: number }, to: Translating): Cel {
  const fields = property(owner, 'customFields', to);
  const field = fields && property(fields, code, to);
  if (field !== undefined) return field;
  throw new Untranslatable(`there is no custom field "${code}" in the project`, node.start, node.end);
}

/** Formats of PHP → parts of our local time. */
const clockParts: Readonly<Record<string, string>> = {
  H: 'hour',
  G: 'hour',
  'H:i': 'time',
  N: 'weekday',
  'Y-m-d': 'date',
};

function unknown({ name, start, end }: Of<'member'>, { type }: Cel): never {
  const of =
    type.type === 'object' ? type.name : type.type === 'string' ? (type.enumeration ?? 'a text') : `a ${type.type}`;
  throw new Untranslatable(`${of} has no "${name}" here`, start, end);
}
