import { lookUpField } from '../../language/fieldPath.js';
import { didYouMean } from '../../language/nearest.js';
import type { Path, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { computedPart, readOnlyPart } from './computedPart.js';
import { leavesOf, type Leaf } from './leaves.js';
import { fieldsOfProject, type ProjectFields } from './projectFields.js';
import { findingAt } from './finding.js';
import { findStepLists, findTriggers, watchedFields } from './triggers.js';

export const fieldValues: CheckWord = {
  code: 'CRM309',
  name: 'field-values',
  doc: 'A code with which a field is compared (`to`, `from`, `is`) or to which it is set is not among those that the project declares, a constant is of another type than the field, or the field to set does not exist, is computed, or is filled in by the CRM alone.',
  run: (project, words) => {
    const known = fieldsOfProject(project, words);
    return [
      ...findTriggers(project, words).flatMap((trigger) => watched(trigger, known)),
      ...findStepLists(project, words).flatMap((list) => written(list, known)),
    ];
  },
};

type FoundTrigger = ReturnType<typeof findTriggers>[number];

function watched({ resource, forms }: FoundTrigger, known: ProjectFields): readonly Diagnostic[] {
  return forms.flatMap((form) =>
    ['from', 'to', 'is'].flatMap((key) => {
      const values = form.spec[key];
      if (!Array.isArray(values)) return [];
      const fields = watchedFields(form);
      return values.flatMap((value: unknown, index) =>
        typeof value === 'string' ? unknownValue(resource, [...form.path, key, index], fields, value, known) : [],
      );
    }),
  );
}

function written(
  { resource, steps }: Pick<FoundTrigger, 'resource' | 'steps'>,
  known: ProjectFields,
): readonly Diagnostic[] {
  return steps.flatMap(({ spec, path, word }) =>
    settings(word.name, spec, path).flatMap(({ field, value, path: here }) => {
      const problem = notSettable(field, known);
      if (problem !== undefined)
        return [findingAt(resource, here, { severity: 'error', code: 'CRM309', ...problem }, 'key')];
      const misfit = wrongType(field, value, known);
      if (misfit !== undefined) return [findingAt(resource, here, { severity: 'error', code: 'CRM309', ...misfit })];
      return typeof value === 'string' && !value.startsWith('=') && !/\{[{%]/.test(value)
        ? unknownValue(resource, here, [field], value, known)
        : [];
    }),
  );
}

type Spec = Readonly<Record<string, unknown>>;

/** The fields that a step gives a value to, wherever it says so. */
function settings(word: string, spec: Spec, path: Path): readonly Leaf[] {
  const value = spec[word];
  if (!isObject(value)) return [];
  const below = (member: string): readonly Leaf[] => {
    const fields = value[member];
    return isObject(fields) ? named(fields, [...path, word, member]) : [];
  };
  switch (word) {
    case 'set':
      return named(value, [...path, word]);
    case 'http':
    case 'exec':
      return below('save');
    case 'items':
      return below('set').map((leaf) => ({ ...leaf, field: `item.${leaf.field}` }));
    case 'order':
    case 'customer':
      return leavesOf(value['create'], word, [...path, word, 'create']).filter(({ field }) => field !== word);
    default:
      return [];
  }
}

function named(fields: Spec, path: Path): readonly Leaf[] {
  return Object.entries(fields).map(([field, value]) => ({ field, value, path: [...path, field] }));
}

/** What an order or a customer consists of. */
const settable = ['order', 'customer', 'item', 'payment', 'delivery', 'loyaltyAccount'];

function notSettable(
  field: string,
  { objects }: ProjectFields,
): { readonly message: string; readonly suggestion?: string | undefined } | undefined {
  const [root = '', ...members] = field.split('.');
  if (!settable.includes(root) || members.length === 0)
    return {
      message: `"${members.length === 0 ? field : root}" has no fields to set`,
      suggestion: didYouMean(root, settable) ?? `those of ${settable.join(', ')}`,
    };
  const found = lookUpField(field, objects);
  if ('unknown' in found)
    return { message: `${found.of} has no field "${found.unknown}"`, suggestion: found.suggestion };
  const computed = computedPart(field, objects);
  if (computed !== undefined)
    return {
      message: `${computed.path} is computed, it cannot be set`,
      suggestion: computed.instead && `set ${computed.instead}`,
    };
  const fixed = readOnlyPart(field, objects);
  return fixed && { message: `${fixed.path} cannot be set`, suggestion: fixed.comesFrom };
}

/** A constant of another type than the field. */
function wrongType(
  field: string,
  value: unknown,
  { objects }: ProjectFields,
): { readonly message: string; readonly suggestion: string } | undefined {
  const found = lookUpField(field, objects);
  const type = 'type' in found ? found.type.type : undefined;
  const isText = typeof value === 'string' && !value.startsWith('=') && !/\{[{%]/.test(value);
  if (type === 'number' && isText && !Number.isFinite(Number(value.trim() || NaN)))
    return { message: `${field} is a number, not "${value}"`, suggestion: 'write a number, or = and an expression' };
  if (type === 'boolean' && (isText || typeof value === 'number'))
    return {
      message: `${field} is true or false, not "${value}"`,
      suggestion: 'write true or false, or = and a condition',
    };
  return undefined;
}

/** A value that none of the fields can have. */
function unknownValue(
  resource: Resource,
  path: Path,
  fields: readonly string[],
  value: string,
  known: ProjectFields,
): readonly Diagnostic[] {
  const allowed = fields.map((field) => {
    const found = lookUpField(field, known.objects);
    const type = 'type' in found ? found.type : undefined;
    const codes = known.codesOf(type);
    return type?.type === 'string' && codes ? { name: type.enumeration ?? 'value', codes } : undefined;
  });
  if (allowed.length === 0 || allowed.some((each) => each === undefined || each.codes.has(value))) return [];
  const codes = allowed.flatMap((each) => [...(each?.codes ?? [])]);
  return [
    findingAt(resource, path, {
      severity: 'error',
      code: 'CRM309',
      message: `"${value}" is no ${allowed[0]?.name ?? 'value'} of this project`,
      suggestion: didYouMean(value, codes) ?? `known: ${codes.sort().slice(0, 8).join(', ')}`,
    }),
  ];
}
