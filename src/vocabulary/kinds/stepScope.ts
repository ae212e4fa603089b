import { oncePerResource } from '../../language/once.js';
import type { Path, Project, Resource } from '../../language/project.js';
import { any, boolean, record, type ValueType } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepWord } from '../meaning/step.js';
import type { Vocabulary } from '../word.js';
import { elementOfEach } from './elementOfEach.js';
import { memberAt, resultsOf, stepsIn, type FoundStep } from './findSteps.js';
import { ofForm } from './formScope.js';

type Variables = Readonly<Record<string, ValueType>>;

/**
 * What stands in scope within the steps of a resource: `outer`, the elements of the loops around the place, and what is read
 * after an action or of a new event there. Where nothing of that is, `outer` itself.
 */
export function atStep(
  resource: Resource,
  path: Path,
  outer: Variables,
  project: Project,
  words: Vocabulary,
): Variables {
  const { loops, results } = placesIn(resource, project, words);
  const bound = loops
    .filter(({ bodies }) => bodies.some((body) => isWithin(path, body)))
    .reduce<Variables>(
      (variables, { list }) => ({ ...variables, ...elementOfEach(list, variables, project, words) }),
      outer,
    );
  const fresh = newEvent(resource.spec, path, words);
  const result = results.find(({ place }) => isWithin(path, place))?.scope;
  return fresh === undefined && result === undefined ? bound : { ...bound, ...fresh, ...result };
}

/** `steps`: what each step of a resource results in; a call in the results of what it calls. */
export function resultsOfSteps(
  resource: Resource,
  project: Project,
  words: Vocabulary,
  within: readonly string[] = [resource.address],
): ValueType {
  const steps = stepsIn(resource, project, words).filter((step) => step.id !== '');
  return record(
    'steps',
    Object.fromEntries(
      steps.map((step) => [step.id, { ...resultOf(step, project, words, within), name: `steps.${step.id}` }]),
    ),
  );
}

function resultOf(
  step: FoundStep,
  project: Project,
  words: Vocabulary,
  within: readonly string[],
): Extract<ValueType, { type: 'object' }> {
  const address = step.isAction ? undefined : (step.word as StepWord).calls?.(step.spec); // `isAction` tells the two apart
  const called = address === undefined || within.includes(address) ? undefined : project.byAddress.get(address);
  const results =
    called === undefined
      ? record('', resultsOf(step))
      : resultsOfSteps(called, project, words, [...within, called.address]);
  // Both are records.
  return results as Extract<ValueType, { type: 'object' }>;
}

/** Places of a resource's steps where more is in scope than around them, in the order of the document. */
const placesIn = oncePerResource((resource, project, words) => {
  const steps = stepsIn(resource, project, words);
  return { loops: steps.flatMap(loopOf), results: steps.flatMap(resultsRead) };
});

/** The bodies of a loop over a list, and the list. */
function loopOf({
  spec,
  word,
  isAction,
  path,
}: FoundStep): readonly { readonly bodies: readonly Path[]; readonly list: string }[] {
  const { element, bodies } = isAction ? {} : (word as StepWord); // `isAction` tells the two apart
  if (element === undefined) return [];
  return [
    {
      bodies: (bodies?.(spec) ?? []).map((body) => [...path, ...body]),
      list: expressionOf(memberAt(spec, element)),
    },
  ];
}

/** What is read once an action has succeeded may read its result. */
function resultsRead({
  word,
  isAction,
  path,
}: FoundStep): readonly { readonly place: Path; readonly scope: Variables }[] {
  const { after, inner } = isAction ? (word as ActionWord) : {}; // as above
  return [
    ...(after === undefined ? [] : [{ place: [...path, ...after.path], scope: after.scope }]),
    ...(inner?.paths ?? []).map((below) => ({ place: [...path, ...below], scope: inner!.scope })),
  ];
}

function isWithin(path: Path, place: Path): boolean {
  return place.every((part, index) => path[index] === part);
}

/** The list as an expression; one that is written out has elements of any type. */
function expressionOf(list: unknown): string {
  return typeof list === 'string' && list.startsWith('=') ? list.slice(1) : '[]';
}

/** Inside `waitFor`, `exit` and `goal`, `event` is the new one; `exit` may also ask whether the `goal` was reached. */
function newEvent(spec: Readonly<Record<string, unknown>>, path: Path, words: Vocabulary): Variables | undefined {
  if (path[0] !== 'exit' && path[0] !== 'goal' && !path.includes('waitFor')) return undefined;
  const goal = path[0] === 'exit' && spec.goal !== undefined ? { goal: boolean } : {};
  for (let length = path.length - 1; length > 0; length--) {
    const holder = memberAt(spec, path.slice(0, length));
    if (!isObject(holder) || typeof holder.event !== 'string') continue;
    const { order: _order, customer: _customer, ...fresh } = ofForm({ event: holder.event }, words);
    return { ...goal, ...fresh };
  }
  return { ...goal, event: any };
}
