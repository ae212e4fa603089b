import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const foreignSegment: CheckWord = {
  code: 'CRM345',
  name: 'foreign-segment',
  doc: 'A trigger starts when a customer enters or leaves a segment that only the CRM has. Who is in it is known (`inSegment`, `segment`), when that changes is not: only segments of the project are told to have been entered and left.',
  run: (project, words) => {
    const declared = new Set(
      project.resources.flatMap(({ kind, spec }) => {
        const word = words.kinds.find((each) => each.kind === kind);
        return word?.declares?.(spec)['segment'] ?? [];
      }),
    );
    const foreign = new Set((project.account?.codes['segment'] ?? []).filter((code) => !declared.has(code)));
    return project.resources.flatMap((resource) =>
      resource.sites
        .filter((site) => site.site === 'code' && site.enumeration === 'segment' && foreign.has(site.source))
        .map(({ path, source }) =>
          findingAt(resource, path, {
            severity: 'warning',
            code: 'CRM345',
            message: `only the CRM has the segment "${source}": nobody is seen to enter or leave it`,
            suggestion: `write it as a Segment, or visit its members: {schedule: …, each: segment("${source}")}`,
          }),
        ),
    );
  },
};
