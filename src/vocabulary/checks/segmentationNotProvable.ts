import { readFormula } from './population/formula.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { divideSegmentations } from './population/segmentation.js';

export const segmentationNotProvable: CheckWord = {
  code: 'CRM304',
  name: 'segmentation-not-provable',
  doc: 'Whether everybody finds a segment cannot be proved, because conditions do more than compare fields with constants. Nothing need be wrong; a last segment without `where` settles it.',
  run: (project, words) =>
    divideSegmentations(project, words).flatMap(({ resource, parts, division }) => {
      const readable = parts.every((part) => part.where === undefined || readFormula(part.where) !== undefined);
      if (!readable || (division && division.undecided.length === 0)) return [];
      return [
        findingAt(resource, ['segments'], {
          severity: 'warning',
          code: 'CRM304',
          message: division
            ? `whether everybody finds a segment depends on ${division.undecided.map((source) => `\`${source}\``).join(', ')}`
            : 'whether everybody finds a segment cannot be tried out: the conditions compare too many fields with too many values',
          suggestion: 'add a last segment without `where`',
        }),
      ];
    }),
};
