import { didYouMean } from '../../language/nearest.js';
import type { Path, Resource } from '../../language/project.js';
import type { Expression } from '../../language/scope.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import { memberAt } from '../kinds/findSteps.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { guardsAt } from './guards.js';
import { neverTrue } from './population/neverTrue.js';
import { findStepLists } from './triggers.js';

export const armWithoutTemplate: CheckWord = {
  code: 'CRM358',
  name: 'arm-without-template',
  doc: 'A template is chosen by the arm of a split, or by the form that fired, and one that comes to this step has none: those customers would get nothing. Or a template stands under a name that never comes. Arms of weight 0, and those that an `if` or a `stop` keeps away, need none.',
  run: (project, words, compiled) =>
    findStepLists(project, words).flatMap(({ resource }) =>
      resource.sites.flatMap(({ site, path }) => {
        if (site !== 'value' || path.at(-1) !== 'by' || path.at(-2) !== 'template') return [];
        const by = compiled.expression(resource.address, path);
        const templates = memberAt(resource.spec, path.slice(0, -1));
        return by === undefined || !isObject(templates) ? [] : problemsOf(by, templates, resource, path);
      }),
    ),
};

function problemsOf(
  { source, type }: Expression,
  { by: _, ...templates }: Readonly<Record<string, unknown>>,
  resource: Resource,
  path: Path,
): readonly Diagnostic[] {
  const values = type.type === 'string' ? type.values : undefined;
  const given = source.trim();
  // Of a path alone conditions tell which of its values come here.
  if (values === undefined || !/^[\w.]+$/.test(given)) return [];
  const names = Object.keys(templates);
  const missing = values.filter((value) => !names.includes(value) && comes(given, value, resource, path));
  const idle = names.filter((name) => !values.includes(name));
  return [
    ...missing.map((value) =>
      findingAt(resource, path, {
        severity: 'error',
        code: 'CRM358',
        message: `${given} may be "${value}", and no template stands under that name: nothing would be sent`,
        suggestion: `add \`${value}: <code of a template>\`, or keep it away: \`if: ${given} != "${value}"\``,
      }),
    ),
    ...idle.map((name) =>
      findingAt(
        resource,
        [...path.slice(0, -1), name],
        {
          severity: 'warning',
          code: 'CRM358',
          message: `${given} is never "${name}": this template is never sent`,
          suggestion: didYouMean(name, values) ?? `known: ${values.join(', ')}`,
        },
        'key',
      ),
    ),
  ];
}

/** Whether it is certain that nothing keeps this value away from the step. */
function comes(given: string, value: string, resource: Resource, path: Path): boolean {
  if (weightOf(given, value, resource) === 0) return false;
  // An arm has nothing to do with what the CRM knows, only with what the steps before made of it.
  const isArm = given.startsWith('steps.');
  const guards = guardsAt(resource.spec, path).filter((guard) => !isArm || guard.includes('steps'));
  const is = `${given} == ${JSON.stringify(value)}`;
  return guards.every((guard) => neverTrue([`!(${guard}\n)`, is]));
}

/** Of an arm, when the path is that of a split in the same resource. */
function weightOf(given: string, arm: string, { spec }: Resource): unknown {
  const id = /^steps\.(\w+)\.arm$/.exec(given)?.[1];
  const find = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(find).find((found) => found !== undefined);
    if (!isObject(value)) return undefined;
    return value['id'] === id && isObject(value['split']) ? value['split'][arm] : find(Object.values(value));
  };
  return id === undefined ? undefined : find(spec['do']);
}
