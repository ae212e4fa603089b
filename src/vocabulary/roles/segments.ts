import type { Path, Project } from '../../language/project.js';
import { isObject } from '../../model/json.js';

/** A population of customers: where its conditions stand. Those of one `exclusive` group are tried in order, first match wins. */
export interface SegmentRole {
  readonly code: string;
  /** Address of the resource that holds it. */
  readonly address: string;
  readonly where?: Path;
  /** Segmentation: its code, and its population's condition. */
  readonly exclusive?: string;
  readonly of?: Path;
}

/** Every segment, those of a Segmentation in its order. */
export function readSegments(project: Project): readonly SegmentRole[] {
  const single = project
    .ofKind('Segment')
    .map(({ code, address }): SegmentRole => ({ code, address, where: ['where'] }));
  const exclusive = project.ofKind('Segmentation').flatMap(({ code, address, spec }) =>
    (Array.isArray(spec['segments']) ? spec['segments'].filter(isObject) : []).map((inner, index): SegmentRole => ({
      code: String(inner['code']),
      address,
      exclusive: code,
      ...(inner['where'] !== undefined && { where: ['segments', index, 'where'] }),
      ...(spec['of'] !== undefined && { of: ['of'] }),
    })),
  );
  return [...single, ...exclusive];
}
