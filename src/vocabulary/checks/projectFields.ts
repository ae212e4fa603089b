import { enumerationsOf, objectsOf } from '../../language/compileEnvironment.js';
import type { Project } from '../../language/project.js';
import type { ObjectWord } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';
import type { Vocabulary } from '../word.js';

/** What fields can hold in this project, with its custom fields and codes. */
export interface ProjectFields {
  readonly objects: Readonly<Record<string, ObjectWord>>;
  /** Codes of a type whose enumeration is closed because the project declares members of it; `undefined` while it is open. */
  codesOf(type: ValueType | undefined): ReadonlySet<string> | undefined;
}

export function fieldsOfProject(project: Project, words: Vocabulary): ProjectFields {
  const enumerations = enumerationsOf(project, words);
  return {
    objects: objectsOf(project, words),
    codesOf: (type) => {
      const name = type?.type === 'string' ? type.enumeration : undefined;
      const enumeration = name === undefined ? undefined : enumerations[name];
      return enumeration?.closed === true ? enumeration.codes : undefined;
    },
  };
}
