import type { Project, Resource } from '../../language/project.js';
import { findSteps } from '../kinds/findSteps.js';
import type { CheckWord, Vocabulary } from '../word.js';
import { findingAt } from './finding.js';
import { calledBy } from './triggers.js';

export const callCircle: CheckWord = {
  code: 'CRM322',
  name: 'call-circle',
  doc: 'Sequences call each other in a circle: their steps would never end.',
  run: (project, words) => {
    const told = new Set<string>();
    return project.ofKind('Sequence').flatMap((sequence) => {
      const circle = circleFrom(sequence, project, words);
      if (circle === undefined || circle.some((address) => told.has(address))) return [];
      for (const address of circle) told.add(address);
      const [first] = callsOf(sequence, words).filter(({ to }) => to === circle[1]);
      return [
        findingAt(sequence, [...(first?.path ?? ['do']), 'call'], {
          severity: 'error',
          code: 'CRM322',
          message: `sequences call each other in a circle: ${circle.join(' → ')}`,
          suggestion: 'take one of the calls out; steps that are done again belong into `repeat`',
        }),
      ];
    });
  },
};

function callsOf(sequence: Resource, words: Vocabulary) {
  return findSteps(sequence.spec.do, ['do'], words).flatMap((step) => {
    const to = calledBy(step);
    return to === undefined ? [] : [{ to, path: step.path }];
  });
}

/** The shortest way from a sequence back to itself. */
function circleFrom(start: Resource, project: Project, words: Vocabulary): readonly string[] | undefined {
  const queue: (readonly string[])[] = [[start.address]];
  const seen = new Set<string>();
  for (let way = queue.shift(); way; way = queue.shift()) {
    const here = project.byAddress.get(way.at(-1)!);
    for (const { to } of here ? callsOf(here, words) : []) {
      if (to === start.address) return [...way, to];
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push([...way, to]);
    }
  }
  return undefined;
}
