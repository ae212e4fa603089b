import type { Spec } from '../model/release.js';
import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import type { RemoteKind } from '../vocabulary/remoteKind.js';

/** A kind whose resources a plan brings somewhere, with its home in the CRM when it has one. */
export interface PlannedKind {
  readonly word: KindWord;
  readonly remote?: RemoteKind;
  /** The runner reads it: a copy is part of every release. */
  readonly live: boolean;
  /** The CRM announces what makes the manual parts writable. */
  readonly capable: boolean;
  /** What a person has to enter beside it. */
  readonly byHand?: (after: Spec | undefined) => string;
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
  if (word.executor === 'runner' || remote === undefined) {
    const { byHand } = word;
    const enters = byHand !== undefined && capabilities[byHand.capability] !== true;
    return { word, live: true, capable: true, ...(enters && { byHand: byHand.text }) };
  }
  const capable = remote.capability !== undefined && capabilities[remote.capability] === true;
  return { word, remote, live: remote.runnerFields !== undefined, capable };
}
