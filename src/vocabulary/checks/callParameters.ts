import { compileExpression } from '../../language/expression/compile.js';
import { enumerationsOf, objectsOf } from '../../language/compileEnvironment.js';
import { variablesEverywhere } from '../../language/everywhere.js';
import { didYouMean } from '../../language/nearest.js';
import type { Path, Project, Resource } from '../../language/project.js';
import type { ValueType } from '../../language/valueType.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import { declaredParameters, sequenceParameters, type DeclaredParameter } from '../kinds/parameters.js';
import type { CheckWord, Vocabulary } from '../word.js';
import { findingAt } from './finding.js';
import { calledBy, findStepLists } from './triggers.js';

export const callParameters: CheckWord = {
  code: 'CRM321',
  name: 'call-parameters',
  doc: 'A call gives a Sequence a parameter that it does not declare or a value of another type, or leaves out one without a default.',
  run: (project, words) =>
    findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap((step) => {
        const called = project.byAddress.get(calledBy(step) ?? '');
        if (called === undefined) return [];
        const given = isObject(step.spec.with) ? step.spec.with : {};
        const declared = declaredParameters(called.spec.params);
        const error = (path: Path, message: string, suggestion: string | undefined) =>
          findingAt(resource, path, { severity: 'error', code: 'CRM321', message, suggestion });
        const where = `${called.file}:${String(called.line)}`;
        return [
          ...Object.entries(given).flatMap(([name, value]) => {
            const parameter = declared.find((each) => each.name === name);
            const path = [...step.path, 'with', name];
            if (parameter === undefined) {
              const names = declared.map((each) => each.name);
              return [
                error(
                  path,
                  `the sequence "${called.code}" has no parameter "${name}"`,
                  didYouMean(name, names) ?? `declare it under \`params\` in ${where}`,
                ),
              ];
            }
            const problem = misfit(parameter, value, { resource, path, project, words });
            return problem === undefined
              ? []
              : [error(path, `the parameter "${name}" of "${called.code}" ${problem}`, `it is declared in ${where}`)];
          }),
          ...declared
            .filter(({ name, optional }) => !optional && !(name in given))
            .map(({ name }) =>
              error(
                [...step.path, step.word.name],
                `the sequence "${called.code}" needs the parameter "${name}"`,
                `write \`with: {${name}: …}\`, or give it a default in ${where}`,
              ),
            ),
        ];
      }),
    ),
};

interface Place {
  readonly resource: Resource;
  readonly path: Path;
  readonly project: Project;
  readonly words: Vocabulary;
}

/** What is wrong with a value for a parameter. */
function misfit({ type }: DeclaredParameter, value: unknown, place: Place): string | undefined {
  if (typeof value === 'string' && value.startsWith('=')) return misfitOfExpression(type, value.slice(1), place);
  switch (type) {
    case 'number':
    case 'boolean':
      return typeof value === type ? undefined : `is a ${type}`;
    case 'duration':
      return typeof value === 'string' && parseDuration(value) !== undefined
        ? undefined
        : 'is a duration such as 24h or 3d';
    case 'list':
      return Array.isArray(value) ? undefined : 'is a list';
    case 'map':
      return isObject(value) ? undefined : 'is a map';
    case 'any':
      return undefined;
    default:
      if (isObject(value) || Array.isArray(value)) return `is a ${type}`;
      return unknownCode(type, String(value), place);
  }
}

function unknownCode(type: string, code: string, { project, words }: Place): string | undefined {
  const wanted = sequenceParameters[type];
  const name = wanted?.type === 'string' ? wanted.enumeration : undefined;
  const known = name === undefined ? undefined : enumerationsOf(project, words)[name];
  if (known?.closed !== true || known.codes.has(code)) return undefined;
  const near = didYouMean(code, known.codes);
  return `is a ${type}, and none has the code "${code}"${near === undefined ? '' : `: ${near}`}`;
}

/** Problems of the expression itself are told where it is compiled. */
function misfitOfExpression(
  type: string,
  source: string,
  { resource, path, project, words }: Place,
): string | undefined {
  const variables = words.kinds.find(({ kind }) => kind === resource.kind)?.scopeAt?.(resource, path, project, words);
  const environment = {
    objects: objectsOf(project, words),
    functions: words.functions,
    enumerations: enumerationsOf(project, words),
    variables: { ...variablesEverywhere(project.config), ...variables },
  };
  const compiled = compileExpression(source, environment, { type: 'any' });
  if (!('expression' in compiled)) return undefined;
  const wanted = sequenceParameters[type] ?? { type: 'any' };
  return fits(compiled.expression.type, wanted)
    ? undefined
    : `is a ${type}, and this is a ${compiled.expression.type.type}`;
}

function fits(found: ValueType, wanted: ValueType): boolean {
  if (found.type === 'any' || wanted.type === 'any') return true;
  // Objects of references stand for their code.
  return found.type === wanted.type || (wanted.type === 'map' && found.type === 'object');
}
