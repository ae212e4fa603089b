import type { Vocabulary } from '../vocabulary/word.js';
import type { Project } from './project.js';
import type { Environment } from './scope.js';
import { fragmentsFrom, type Fragments } from './text/index.js';

/** The fragments of a project, by the kind that they are of, their form and the language of the text that takes them in. */
export type FragmentsOf = (kind: string, form: Fragments['form'], locale: string) => Fragments;

/** @param alone what a fragment is checked against by itself, but for its language */
export function fragmentsIn(project: Project, words: Vocabulary, alone: Environment): FragmentsOf {
  const known = new Map<string, Fragments>();
  return (kind, form, locale) => {
    const key = `${kind} ${form} ${locale}`;
    let fragments = known.get(key);
    if (fragments === undefined) {
      const word = words.kinds.find((each) => each.kind === kind);
      const sources = new Map(
        project.ofKind(kind).map(({ code, spec }) => [code, word?.fragment?.(spec, locale)[form]]),
      );
      known.set(key, (fragments = fragmentsFrom(sources, form, { ...alone, locale })));
    }
    return fragments;
  };
}
