import type { Path, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { StepWord } from '../meaning/step.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists, type FoundTrigger } from './triggers.js';

export const laterStep: CheckWord = {
  code: 'CRM359',
  name: 'later-step',
  doc: 'A step reads the result of one that comes after it: it is not there yet. In a loop it is that of the round before.',
  run: (project, words) =>
    findStepLists(project, words).flatMap(({ resource, steps }) =>
      resource.sites.flatMap(({ site, path, ...rest }) =>
        path[0] === 'do' && (site === 'condition' || site === 'value' || site === 'text')
          ? laterIn('source' in rest ? rest.source : '', path, steps).map((id) => problemAt(resource, path, id))
          : [],
      ),
    ),
};

function problemAt(resource: Resource, path: Path, id: string): Diagnostic {
  return findingAt(resource, path, {
    severity: 'warning',
    code: 'CRM359',
    message: `the step "${id}" comes later: it has no result yet`,
    suggestion: 'put it before, or read what is there',
  });
}

/** Ids of steps that a source reads and that come after its place, in no loop with it. */
function laterIn(source: string, path: Path, steps: FoundTrigger['steps']): readonly string[] {
  const ids = [...source.matchAll(/\bsteps(?:\.(\w+)|\["([\w-]+)"\])/g)].map(([, name, quoted]) => name ?? quoted);
  return [...new Set(ids)].flatMap((id) => {
    const read = steps.find((step) => step.id === id);
    return id === undefined || read === undefined || !isAfter(read.path, path) || inOneLoop(read.path, path, steps)
      ? []
      : [id];
  });
}

/** Behind the step in which the place stands, and not beside it in another branch. */
function isAfter(step: Path, place: Path): boolean {
  const parting = step.findIndex((part, index) => part !== place[index]);
  const [there, here] = [step[parting], place[parting]];
  return typeof there === 'number' && typeof here === 'number' && there > here;
}

function inOneLoop(a: Path, b: Path, steps: FoundTrigger['steps']): boolean {
  return steps.some(
    // `isAction` tells the two kinds of word apart.
    ({ path, isAction, word }) =>
      !isAction && (word as StepWord).loops === true && isBelow(a, path) && isBelow(b, path),
  );
}

function isBelow(path: Path, above: Path): boolean {
  return above.every((part, index) => path[index] === part);
}
