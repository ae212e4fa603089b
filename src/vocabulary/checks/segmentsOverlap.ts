import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { describeExample, divideSegmentations } from './population/segmentation.js';

export const segmentsOverlap: CheckWord = {
  code: 'CRM303',
  name: 'segments-overlap',
  doc: 'Two segments of a Segmentation match the same customer. That is allowed, the first one wins; the note shows whom it is about.',
  run: (project, words) =>
    divideSegmentations(project, words).flatMap(({ resource, parts, division }) =>
      [...Map.groupBy(division?.overlaps ?? [], ({ later }) => later)].map(([later, overlaps]) => {
        const earlier = overlaps.map(
          (overlap) => `${parts[overlap.earlier]!.code} (${describeExample(overlap.example)})`,
        );
        return findingAt(resource, ['segments', later, 'where'], {
          severity: 'note',
          code: 'CRM303',
          message: `"${parts[later]!.code}" also matches customers whom segments above it take: ${earlier.join('; ')}`,
        });
      }),
    ),
};
