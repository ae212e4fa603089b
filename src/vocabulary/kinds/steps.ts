import { shapes, type Shape } from '../../language/shape.js';
import { any, timestamp } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { actions } from '../actions/index.js';
import type { ActionWord, StepWord } from '../meaning.js';
import { steps as flow } from '../steps/index.js';
import { onceShape } from './fields.js';

/** A list of steps; words that hold steps of their own (`choose`, `repeat`, `onError`) refer to it. */
export const stepsShape: Shape = shapes.lazy('Steps', () => listOfSteps);

const listOfSteps: Shape = shapes.list(
  {
    shape: 'dispatch',
    noun: 'step',
    doc: 'A step: what is done or waited for.',
    words: () => Object.fromEntries([...flow, ...actions].map((word) => [word.name, word])),
    common: {
      id: shapes.string({
        pattern: /^[A-Za-z][A-Za-z0-9_-]*$/,
        patternName: 'an id of Latin letters, digits, - and _',
        doc: 'Name of the step, unique in its trigger: its identity when the trigger changes, and `steps.<id>` in later expressions.',
      }),
      if: shapes.condition({ doc: 'The step is skipped when this is false.' }),
      once: onceShape('The step is done once only for whom this says.'),
      validUntil: shapes.value(shapes.moment(), timestamp, 'The step is dropped when this moment is past.'),
      onError: shapes.either(
        { scalar: shapes.choice(['fail', 'continue']), list: stepsShape },
        'When it fails: `fail` ends the instance, `continue` goes on, steps are done instead. Default: fail.',
      ),
    },
    required: ['id'],
  },
  { min: 1, doc: 'Steps, one after the other.' },
);

/** A step in a spec: where it stands, and the word that says what it is. */
export interface FoundStep {
  readonly id: string;
  readonly path: readonly (string | number)[];
  readonly spec: Readonly<Record<string, unknown>>;
  readonly word: StepWord | ActionWord;
  readonly isAction: boolean;
}

/** Every step below a list of steps, in the order of the document, with those inside bodies and `onError`. */
export function findSteps(
  list: unknown,
  path: readonly (string | number)[],
  words: { readonly steps: readonly StepWord[]; readonly actions: readonly ActionWord[] },
): readonly FoundStep[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((spec: unknown, index) => {
    if (!isObject(spec)) return [];
    const here = [...path, index];
    const flowWord = words.steps.find((word) => word.name in spec);
    const word = flowWord ?? words.actions.find((action) => action.name in spec);
    const bodies = [...(flowWord?.bodies?.(spec) ?? []), ['onError']];
    const inner = bodies.flatMap((body) => findSteps(memberAt(spec, body), [...here, ...body], words));
    if (!word) return inner;
    return [{ id: typeof spec.id === 'string' ? spec.id : '', path: here, spec, word, isAction: !flowWord }, ...inner];
  });
}

export function memberAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (Array.isArray(found) ? found[Number(key)] : isObject(found) ? found[key] : undefined),
    value,
  );
}

export const resultsOf = (word: StepWord | ActionWord) => word.results ?? { ok: any };
