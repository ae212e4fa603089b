import { lookUpField } from '../../language/fieldPath.js';
import { didYouMean } from '../../language/nearest.js';
import type { Path, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { fieldsOfProject, type ProjectFields } from './projectFields.js';
import { findingAt } from './finding.js';
import { findStepLists, findTriggers, watchedFields } from './triggers.js';

export const fieldValues: CheckWord = {
  code: 'CRM309',
  name: 'field-values',
  doc: 'A code with which a field is compared (`to`, `from`, `is`) or to which it is set is not among those that the project declares, or the field to set does not exist.',
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
  return steps.flatMap(({ spec, path, word }) => {
    const fields = spec.set;
    if (word.name !== 'set' || !isObject(fields)) return [];
    return Object.entries(fields).flatMap(([field, value]) => {
      const here = [...path, 'set', field];
      const found = lookUpField(field, known.objects);
      if ('unknown' in found) {
        const message =
          found.of === '' ? `"${found.unknown}" has no fields to set` : `${found.of} has no field "${found.unknown}"`;
        return [
          findingAt(resource, here, { severity: 'error', code: 'CRM309', message, suggestion: found.suggestion }),
        ];
      }
      return typeof value === 'string' && !value.startsWith('=')
        ? unknownValue(resource, here, [field], value, known)
        : [];
    });
  });
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
