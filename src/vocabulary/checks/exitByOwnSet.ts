import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { memberAt } from '../kinds/findSteps.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { readFormula, type Formula, type Value } from './population/formula.js';
import { findTriggers, stringsOf } from './triggers.js';

export const exitByOwnSet: CheckWord = {
  code: 'CRM311',
  name: 'exit-by-own-set',
  doc: 'A trigger sets a field so that its own `exit` holds, and steps follow: they will never be done, because a change made by the instance itself counts.',
  run: (project, words) =>
    findTriggers(project, words).flatMap(({ resource, reached }) => {
      const exits = stringsOf(resource.spec.exit).map((source) => ({ source, formula: readFormula(source) }));
      return reached.flatMap(({ spec, path, word }) => {
        const fields = word.name === 'set' && isObject(spec.set) ? spec.set : {};
        const exit = exits.find(({ formula }) => formula !== undefined && truth(formula, fields) === true);
        if (exit === undefined || !hasNext(resource.spec, path)) return [];
        return [
          findingAt(resource, [...path, 'set'], {
            severity: 'warning',
            code: 'CRM311',
            message: `after this step the trigger's own \`exit: ${exit.source}\` holds: the steps that follow are never done`,
            suggestion: 'make it the last step, or narrow `exit`',
          }),
        ];
      });
    }),
};

/** Three-valued: `undefined` when it depends on more than what is set. */
function truth(formula: Formula, fields: Readonly<Record<string, unknown>>): boolean | undefined {
  switch (formula.is) {
    case 'constant':
      return formula.value;
    case 'not': {
      const inner = truth(formula.of, fields);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
    case 'or': {
      const deciding = formula.is === 'or';
      const parts = formula.all.map((part) => truth(part, fields));
      return parts.includes(deciding) ? deciding : parts.includes(undefined) ? undefined : !deciding;
    }
    case 'compare': {
      const value = constantAt(formula.path, fields);
      if (value === undefined) return undefined;
      if (formula.by === '==') return value === formula.with;
      return formula.by === '!=' ? value !== formula.with : undefined;
    }
    case 'member': {
      const value = constantAt(formula.path, fields);
      return value === undefined ? undefined : formula.of.includes(value);
    }
    case 'unknown': {
      // `order.status != entry.order.status`: setting the field is what it waits for.
      const [left, right] = formula.source.split(/\s*!=\s*/);
      const path = right === `entry.${left ?? ''}` ? left : left === `entry.${right ?? ''}` ? right : undefined;
      return path !== undefined && path in fields ? true : undefined;
    }
  }
}

function constantAt(path: string, fields: Readonly<Record<string, unknown>>): Value {
  const value = fields[path];
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && !value.startsWith('=') ? value : undefined;
}

/** Whether a step follows in the same list, or after one of the steps around it. */
function hasNext(spec: unknown, path: Path): boolean {
  return path.some((key, index) => {
    const list =
      typeof key === 'number' && isStepList(path[index - 1]) ? memberAt(spec, path.slice(0, index)) : undefined;
    return Array.isArray(list) && Number(key) < list.length - 1;
  });
}

function isStepList(key: string | number | undefined): boolean {
  return key === 'do' || key === 'else' || key === 'onError';
}
