import type { Vocabulary } from '../vocabulary/word.js';
import { compileSitesWith, type CompiledSites } from './compileSites.js';
import type { Project } from './project.js';
import { compileText } from './text/index.js';

export { enumerationsOf, objectsOf } from './compileEnvironment.js';
export type { CompiledSites } from './compileSites.js';

/** Compiles every condition, value and text of a project; problems are located and reported all at once. */
export function compileSites(project: Project, words: Vocabulary): CompiledSites {
  return compileSitesWith(project, words, compileText);
}
