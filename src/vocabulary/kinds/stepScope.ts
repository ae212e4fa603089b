import type { Path, Project, Resource } from '../../language/project.js';
import { any, boolean, record, type ValueType } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord, StepWord } from '../meaning.js';
import type { Vocabulary } from '../word.js';
import { elementOfEach } from './elementOfEach.js';
import { findSteps, memberAt, resultsOf, type FoundStep } from './findSteps.js';
import { ofForm } from './formScope.js';

type Variables = Readonly<Record<string, ValueType>>;

/** What stands in scope within the steps of a resource: `outer`, their results, the elements of the loops around the place. */
export function atStep(
  { spec, address }: Resource,
  path: Path,
  outer: Variables,
  project: Project,
  words: Vocabulary,
): Variables {
  const known = { ...outer, steps: resultsOfSteps(spec.do, project, words, [address]) };
  const bound = loopsAround(spec, path, words).reduce<Variables>(
    (variables, { list }) => ({ ...variables, ...elementOfEach(expressionOf(list), variables, project, words) }),
    known,
  );
  return { ...bound, ...newEvent(spec, path, words), ...resultAt(spec, path, words) };
}

/** `steps`: what each step results in; a call in the results of what it calls. */
function resultsOfSteps(list: unknown, project: Project, words: Vocabulary, within: readonly string[]): ValueType {
  const steps = findSteps(list, ['do'], words).filter((step) => step.id !== '');
  return record(
    'steps',
    Object.fromEntries(
      steps.map((step) => [step.id, { ...resultOf(step, project, words, within), name: `steps.${step.id}` }]),
    ),
  );
}

function resultOf(
  { word, isAction, spec }: FoundStep,
  project: Project,
  words: Vocabulary,
  within: readonly string[],
): Extract<ValueType, { type: 'object' }> {
  const address = isAction ? undefined : (word as StepWord).calls?.(spec); // `isAction` tells the two apart
  const called = address === undefined || within.includes(address) ? undefined : project.byAddress.get(address);
  const results =
    called === undefined
      ? record('', resultsOf(word))
      : resultsOfSteps(called.spec.do, project, words, [...within, called.address]);
  // Both are records.
  return results as Extract<ValueType, { type: 'object' }>;
}

/** Loops over a list in whose body the path lies, outermost first. */
function loopsAround(
  spec: Readonly<Record<string, unknown>>,
  path: Path,
  words: Vocabulary,
): readonly { readonly list: unknown }[] {
  return findSteps(spec.do, ['do'], words).flatMap((step) => {
    const element = step.isAction ? undefined : (step.word as StepWord).element; // as above
    if (element === undefined) return [];
    const bodies = (step.word as StepWord).bodies?.(step.spec) ?? [];
    const inside = bodies.some((body) => [...step.path, ...body].every((part, index) => path[index] === part));
    return inside ? [{ list: memberAt(step.spec, element) }] : [];
  });
}

/** The list as an expression; one that is written out has elements of any type. */
function expressionOf(list: unknown): string {
  return typeof list === 'string' && list.startsWith('=') ? list.slice(1) : '[]';
}

/** What is read once an action has succeeded may read its result. */
function resultAt(spec: Readonly<Record<string, unknown>>, path: Path, words: Vocabulary): Variables {
  for (const { word, isAction, path: place } of findSteps(spec.do, ['do'], words)) {
    const after = isAction ? (word as ActionWord).after : undefined; // `isAction` tells the two apart
    if (after !== undefined && [...place, ...after.path].every((part, index) => path[index] === part))
      return after.scope;
    const inner = isAction ? (word as ActionWord).inner : undefined;
    if (inner?.paths.some((below) => [...place, ...below].every((part, index) => path[index] === part)) === true)
      return inner.scope;
  }
  return {};
}

/** Inside `waitFor`, `exit` and `goal`, `event` is the new one; `exit` may also ask whether the `goal` was reached. */
function newEvent(spec: Readonly<Record<string, unknown>>, path: Path, words: Vocabulary): Variables {
  if (path[0] !== 'exit' && path[0] !== 'goal' && !path.includes('waitFor')) return {};
  const goal = path[0] === 'exit' && spec.goal !== undefined ? { goal: boolean } : {};
  for (let length = path.length - 1; length > 0; length--) {
    const holder = memberAt(spec, path.slice(0, length));
    if (!isObject(holder) || typeof holder.event !== 'string') continue;
    const { order: _order, customer: _customer, ...fresh } = ofForm({ event: holder.event }, words);
    return { ...goal, ...fresh };
  }
  return { ...goal, event: any };
}
