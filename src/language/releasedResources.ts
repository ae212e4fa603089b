import type { ReleasedResource } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';

/**
 * What runs after an apply: runner kinds as they are live, kinds of the CRM as they were last applied. A kind that lives in the CRM may
 * keep a part of it (limits of a status) in the release: its applied copy holds the whole.
 */
export function releasedResources(
  { live, applied }: Readonly<Record<'live' | 'applied', readonly ReleasedResource[]>>,
  words: Vocabulary,
): readonly ReleasedResource[] {
  const ofTheCrm = new Set(words.kinds.filter(({ executor }) => executor !== 'runner').map(({ kind }) => kind));
  const copies = applied.filter(({ kind }) => ofTheCrm.has(kind));
  const wholes = new Set(copies.map(({ address }) => address));
  return [...live.filter(({ address }) => !wholes.has(address)), ...copies];
}
