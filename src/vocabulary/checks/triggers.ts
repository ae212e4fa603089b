import type { Path, Project, Resource } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { findSteps, type FoundStep } from '../kinds/findSteps.js';
import type { FormWord } from '../meaning.js';
import type { Vocabulary } from '../word.js';

type Spec = Readonly<Record<string, unknown>>;

/** A trigger of the project taken apart for checks: its forms and all its steps, with the places where they stand. */
export interface FoundTrigger {
  readonly resource: Resource;
  readonly forms: readonly { readonly spec: Spec; readonly word: FormWord; readonly path: Path }[];
  readonly steps: readonly FoundStep[];
}

export function findTriggers(project: Project, words: Vocabulary): readonly FoundTrigger[] {
  return project.ofKind('Trigger').map((resource) => {
    const specs = Array.isArray(resource.spec.on) ? resource.spec.on : [];
    const forms = specs.flatMap((spec: unknown, index) => {
      const word = isObject(spec) ? words.forms.find((form) => form.name in spec) : undefined;
      return isObject(spec) && word ? [{ spec, word, path: ['on', index] }] : [];
    });
    return { resource, forms, steps: findSteps(resource.spec.do, ['do'], words) };
  });
}

/** Fields of which a change starts the trigger: of `changed`, `held`, `overdue`. */
export function watchedFields(form: FoundTrigger['forms'][number]): readonly string[] {
  const value = form.spec[form.word.name];
  return ['changed', 'held', 'overdue'].includes(form.word.name) ? stringsOf(value) : [];
}

export function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
