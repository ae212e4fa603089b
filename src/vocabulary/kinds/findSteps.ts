import { oncePerResource } from '../../language/once.js';
import { any, boolean, string, type ValueType } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepWord } from '../meaning/step.js';

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

/** The steps of a resource. */
export const stepsIn = oncePerResource(({ spec }, _, words) => findSteps(spec.do, ['do'], words));

export function memberAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (Array.isArray(found) ? found[Number(key)] : isObject(found) ? found[key] : undefined),
    value,
  );
}

/** What `steps.<id>` holds after the step. */
export function resultsOf({ word, spec }: Pick<FoundStep, 'word' | 'spec'>): Readonly<Record<string, ValueType>> {
  // Every action may be skipped, and says why.
  if ('prepare' in word) return { ok: boolean, reason: string, ...word.results };
  return { ...(word.results ?? { ok: any }), ...word.resultsOf?.(spec) };
}
