import { checkProject } from '../language/check.js';
import { compileSites, type CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import type { Overlays } from '../language/readProject.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readWorkspace } from './readWorkspace.js';

/** A project on this machine, with the overlay of the environment, read, compiled and checked; `diagnostics` holds everything that was found, sorted. */
export type CheckedWorkspace =
  | {
      readonly found: true;
      /** The folder with crmctl.yaml. */
      readonly root: string;
      readonly project: Project;
      readonly compiled: CompiledSites;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly found: false; readonly diagnostics: readonly Diagnostic[] };

export function checkWorkspace(
  directory: string,
  words: Vocabulary,
  environment?: Overlays['environment'],
): CheckedWorkspace {
  const workspace = readWorkspace(directory, words, environment);
  if (!workspace.found) return { found: false, diagnostics: [workspace.diagnostic] };
  const { root, project } = workspace;
  const compiled = compileSites(project, words);
  return { found: true, root, project, compiled, diagnostics: checkProject(project, words, compiled) };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
