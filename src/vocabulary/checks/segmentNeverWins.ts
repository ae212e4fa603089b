import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { divideSegmentations } from './population/segmentation.js';

export const segmentNeverWins: CheckWord = {
  code: 'CRM302',
  name: 'segment-never-wins',
  doc: 'A segment of a Segmentation stays empty whoever the customers are: earlier segments take everybody whom it matches, or nobody can match it.',
  run: (project, words) =>
    divideSegmentations(project, words).flatMap(({ resource, parts, division }) =>
      (division?.dead ?? []).map(({ part, takenBy }) => {
        const { code, where } = parts[part]!;
        const takers = takenBy.map((taker) => parts[taker]!.code);
        return findingAt(resource, ['segments', part, where === undefined ? 'code' : 'where'], {
          severity: 'error',
          code: 'CRM302',
          message:
            takers.length === 0
              ? `nobody of the population can match the segment "${code}"`
              : `the segment "${code}" can never win: ${takers.join(', ')} above ${takers.length === 1 ? 'takes' : 'take'} everybody whom it matches`,
          suggestion:
            takers.length === 0
              ? 'correct the condition, or remove the segment'
              : `move it above ${takers[0]!}, or narrow the condition of ${takers[0]!}`,
        });
      }),
    ),
};
