import { oncePerProject } from '../../language/once.js';
import type { Path, Project, Resource } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { stepsIn, type FoundStep } from '../kinds/findSteps.js';
import type { FormWord } from '../meaning/form.js';
import type { StepWord } from '../meaning/step.js';
import type { Vocabulary } from '../word.js';

type Spec = Readonly<Record<string, unknown>>;

/** A trigger of the project taken apart for checks: its forms and all its steps, with the places where they stand. */
export interface FoundTrigger {
  readonly resource: Resource;
  readonly forms: readonly { readonly spec: Spec; readonly word: FormWord; readonly path: Path }[];
  readonly steps: readonly FoundStep[];
  /** The same with the steps of the sequences that it calls, at the place of the call. */
  readonly reached: readonly FoundStep[];
}

/** The project's triggers taken apart. */
export const findTriggers = oncePerProject((project, words): readonly FoundTrigger[] =>
  project.ofKind('Trigger').map((resource) => {
    const specs = Array.isArray(resource.spec.on) ? resource.spec.on : [];
    const forms = specs.flatMap((spec: unknown, index) => {
      const word = isObject(spec) ? words.forms.find((form) => form.name in spec) : undefined;
      return isObject(spec) && word ? [{ spec, word, path: ['on', index] }] : [];
    });
    return { resource, forms, ...stepsOf(resource, project, words) };
  }),
);

/** Everything that holds steps: triggers, and what they call. */
export const findStepLists = oncePerProject((project, words): readonly Omit<FoundTrigger, 'forms'>[] => {
  const sequences = project.ofKind('Sequence').map((resource) => ({ resource, ...stepsOf(resource, project, words) }));
  return [...findTriggers(project, words), ...sequences];
});

function stepsOf(resource: Resource, project: Project, words: Vocabulary): Pick<FoundTrigger, 'steps' | 'reached'> {
  const steps = stepsIn(resource, project, words);
  const callees = (step: FoundStep, within: readonly string[]): readonly FoundStep[] => {
    const address = calledBy(step);
    const called = address === undefined || within.includes(address) ? undefined : project.byAddress.get(address);
    return called === undefined
      ? []
      : stepsIn(called, project, words).flatMap((inner) => [
          { ...inner, path: step.path },
          ...callees({ ...inner, path: step.path }, [...within, called.address]),
        ]);
  };
  return { steps, reached: steps.flatMap((step) => [step, ...callees(step, [resource.address])]) };
}

/** Address of the resource whose steps a step calls. */
export function calledBy({ word, isAction, spec }: FoundStep): string | undefined {
  // `isAction` tells the two kinds of word apart.
  return isAction ? undefined : (word as StepWord).calls?.(spec);
}

/** Fields of which a change starts the trigger: of `changed`, `held`, `overdue`. */
export function watchedFields(form: FoundTrigger['forms'][number]): readonly string[] {
  const value = form.spec[form.word.name];
  return ['changed', 'held', 'overdue'].includes(form.word.name) ? stringsOf(value) : [];
}

/** Events that start the trigger, as actions name what they cause: `event custom.x`. */
export function awaitedEvents(form: FoundTrigger['forms'][number]): readonly string[] {
  const value = form.spec[form.word.name];
  return form.word.name === 'event' && typeof value === 'string' ? [`event ${value}`] : [];
}

export function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
