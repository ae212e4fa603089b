import { compileTrigger, type CompiledTrigger } from '../engine/index.js';
import { compileSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { projectFromRelease } from '../language/readProject.js';
import { releasedResources } from '../language/releasedResources.js';
import type { AutomationState } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';

/** A trigger as the engine would run it; `undefined`: nobody knows it. */
export type Compiles = (address: string) => CompiledTrigger | undefined;

/** The triggers of a project. Nothing is compiled before somebody asks. */
export function triggersIn(projectOf: () => Project | undefined, words: Vocabulary): Compiles {
  let known: { readonly project: Project; readonly sites: ReturnType<typeof compileSites> } | undefined;
  return (address) => {
    const project = known?.project ?? projectOf();
    if (project === undefined) return undefined;
    known ??= { project, sites: compileSites(project, words) };
    const resource = project.byAddress.get(address);
    return resource && compileTrigger(resource, known.sites, words, project);
  };
}

/** The triggers that run. */
export function runningTriggers(state: AutomationState, words: Vocabulary): Compiles {
  return triggersIn(
    () =>
      state.config === null ? undefined : projectFromRelease(releasedResources(state, words), state.config, words),
    words,
  );
}
