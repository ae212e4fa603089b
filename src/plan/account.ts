import type { Account } from '../language/account.js';
import type { ValueType } from '../language/valueType.js';
import type { Spec } from '../model/release.js';
import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import type { Observation } from './observation.js';

/** Codes and fields of everything that the CRM was seen to have. */
export function accountOf(
  { remote, listed, state }: Pick<Observation, 'remote' | 'listed' | 'state'>,
  words: Vocabulary,
): Account {
  const codes: Record<string, string[]> = {};
  const fields: Record<string, Record<string, ValueType>> = {};
  const add = (enumeration: string, members: readonly string[]): void =>
    void (codes[enumeration] ??= []).push(...members);
  for (const { kind, declares, fields: adds } of words.kinds) {
    for (const { spec } of remote.get(kind) ?? []) {
      for (const [name, members] of Object.entries(declares?.(spec) ?? {})) add(name, members);
      for (const [object, added] of Object.entries(adds?.(spec) ?? {})) {
        fields[object] ??= {};
        for (const [field, { type }] of Object.entries(added)) fields[object][field] = type;
      }
    }
  }
  const ours = declaredBy(state.live, words);
  for (const word of words.kinds) {
    for (const code of listed?.get(word.kind) ?? []) {
      for (const [name, members] of Object.entries(word.declares?.({ code }) ?? {}))
        add(
          name,
          members.filter((member) => !ours.has(`${name} ${member}`)),
        );
    }
  }
  return { codes, fields };
}

/** What the runner's own resources declare: a CRM that shows them as well has not made them. */
function declaredBy(
  resources: readonly { readonly kind: string; readonly spec: Spec }[],
  words: Vocabulary,
): ReadonlySet<string> {
  const kinds = new Map<string, KindWord>(words.kinds.map((word) => [word.kind, word]));
  return new Set(
    resources.flatMap(({ kind, spec }) =>
      Object.entries(kinds.get(kind)?.declares?.(spec) ?? {}).flatMap(([name, members]) =>
        members.map((member) => `${name} ${member}`),
      ),
    ),
  );
}
