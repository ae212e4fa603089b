import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { describeExample, divideSegmentations } from './population/segmentation.js';

export const segmentationHole: CheckWord = {
  code: 'CRM301',
  name: 'segmentation-hole',
  doc: 'Somebody of the population of a Segmentation belongs to none of its segments. The message shows such a customer.',
  run: (project, words) =>
    divideSegmentations(project, words).flatMap(({ resource, division }) =>
      division?.hole === undefined
        ? []
        : [
            findingAt(resource, ['segments'], {
              severity: 'error',
              code: 'CRM301',
              message: `a customer of the population belongs to no segment: ${describeExample(division.hole)}`,
              suggestion: 'add a last segment without `where`, or let one of the conditions take such customers',
            }),
          ],
    ),
};
