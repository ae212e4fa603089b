import { environmentCodes } from '../language/environmentCodes.js';
import type { Path, Project } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';

/** What the places of findings are looked up in. */
export type Located = Pick<Project, 'config' | 'sourceLine' | 'locateConfig'>;

/** A finding in crmctl.yaml, at the deepest part of the path that is there. */
export function problemAt(
  project: Located,
  path: Path,
  code: keyof typeof environmentCodes,
  message: string,
  suggestion: string,
): Diagnostic {
  const place = project.locateConfig?.(path);
  const sourceLine = place && project.sourceLine(place.file, place.line);
  return {
    severity: 'error',
    code: environmentCodes[code].code,
    message,
    suggestion,
    file: 'crmctl.yaml',
    ...place,
    ...(sourceLine !== undefined && { sourceLine }),
  };
}
