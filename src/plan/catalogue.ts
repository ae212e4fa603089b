import type { KindWord, RemoteKind, Vocabulary } from '../vocabulary/word.js';

/** A kind whose resources a plan brings somewhere, with its home in the CRM when it has one. */
export interface PlannedKind {
  readonly word: KindWord;
  readonly remote?: RemoteKind;
  /** The runner reads it: a copy is part of every release. */
  readonly live: boolean;
  /** The CRM announces what makes the manual parts writable. */
  readonly capable: boolean;
}

/** The kinds that `plan` and `apply` deal with, by kind. */
export function plannedKinds(
  words: Vocabulary,
  remotes: Readonly<Record<string, RemoteKind>>,
  capabilities: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, PlannedKind> {
  const planned = words.kinds.filter((word) => word.executor === 'api' || word.executor === 'runner');
  return new Map(planned.map((word) => [word.kind, plannedKind(word, remotes[word.kind], capabilities)]));
}

function plannedKind(
  word: KindWord,
  remote: RemoteKind | undefined,
  capabilities: Readonly<Record<string, unknown>>,
): PlannedKind {
  if (word.executor === 'runner' || remote === undefined) return { word, live: true, capable: true };
  const capable = remote.capability !== undefined && capabilities[remote.capability] === true;
  return { word, remote, live: remote.runnerFields !== undefined, capable };
}
