import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const segmentDaily: CheckWord = {
  code: 'CRM325',
  name: 'segment-daily',
  doc: 'A condition of a segment depends on time in a way that does not tell when its answer changes. Members then enter and leave up to a day late: each customer is looked at again once a day. Compare a moment with `now`, as in `now - customer.createdAt > days(30)`, or a count of days with a number.',
  run: (project, _words, compiled) =>
    [...project.ofKind('Segment'), ...project.ofKind('Segmentation')].flatMap((resource) =>
      resource.sites.flatMap(({ path }) => {
        const expression = compiled.expression(resource.address, path);
        if (expression === undefined || expression.crossings !== undefined) return [];
        return [
          findingAt(resource, path, {
            severity: 'note',
            code: 'CRM325',
            message: `when \`${expression.source}\` changes by time alone is not known: it is looked at once a day`,
            suggestion: 'compare a moment with now, or a count of days with a number',
          }),
        ];
      }),
    ),
};
