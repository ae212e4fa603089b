import type { Project } from '../../language/project.js';
import type { Vocabulary } from '../word.js';

/** Codes of an enumeration that is closed because the project declares members of it; `undefined` while it is open. */
export function closedCodes(enumeration: string, project: Project, words: Vocabulary): ReadonlySet<string> | undefined {
  const codes = project.resources.flatMap((resource) => {
    const word = words.kinds.find((kind) => kind.kind === resource.kind);
    return word?.declares?.({ ...resource.spec, code: resource.code })[enumeration] ?? [];
  });
  return codes.length === 0 ? undefined : new Set(codes);
}
