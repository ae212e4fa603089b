import type { Vocabulary } from '../vocabulary/word.js';
import type { Project, Resource } from './project.js';

type OfProject<Result> = (project: Project, words: Vocabulary) => Result;
type OfResource<Result> = (resource: Resource, project: Project, words: Vocabulary) => Result;

/** `derive` asked once for a project and its words: neither ever changes, and many places ask. */
export function oncePerProject<Result>(derive: OfProject<Result>): OfProject<Result> {
  const known = new WeakMap<Project, { readonly words: Vocabulary; readonly result: Result }>();
  return (project, words) => {
    const before = known.get(project);
    if (before?.words === words) return before.result;
    const result = derive(project, words);
    known.set(project, { words, result });
    return result;
  };
}

/** `derive` asked once for a resource of a project. */
export function oncePerResource<Result>(derive: OfResource<Result>): OfResource<Result> {
  const knownIn = oncePerProject(() => new Map<Resource, { readonly result: Result }>());
  return (resource, project, words) => {
    const known = knownIn(project, words);
    let before = known.get(resource);
    if (before === undefined) known.set(resource, (before = { result: derive(resource, project, words) }));
    return before.result;
  };
}
