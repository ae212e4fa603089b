import { relative } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';

/** Paths of a project as services want them that show findings in the repository: from where the command runs. */
export function fromHere(root: string): {
  readonly path: (file: string) => string;
  readonly diagnostics: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];
} {
  const folder = relative(process.cwd(), root).replaceAll('\\', '/');
  const path = (file: string): string => (folder === '' ? file : `${folder}/${file}`);
  return {
    path,
    diagnostics: (diagnostics) =>
      diagnostics.map((each) => (each.file === undefined ? each : { ...each, file: path(each.file) })),
  };
}
