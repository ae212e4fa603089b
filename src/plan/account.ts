import type { Account } from '../language/account.js';
import type { ValueType } from '../language/valueType.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Observation } from './observation.js';

/** Codes and fields of everything that the CRM was seen to have. */
export function accountOf({ remote }: Pick<Observation, 'remote'>, words: Vocabulary): Account {
  const codes: Record<string, string[]> = {};
  const fields: Record<string, Record<string, ValueType>> = {};
  for (const { kind, declares, fields: adds } of words.kinds) {
    for (const { spec } of remote.get(kind) ?? []) {
      for (const [name, members] of Object.entries(declares?.(spec) ?? {})) (codes[name] ??= []).push(...members);
      for (const [object, added] of Object.entries(adds?.(spec) ?? {})) {
        fields[object] ??= {};
        for (const [field, { type }] of Object.entries(added)) fields[object][field] = type;
      }
    }
  }
  return { codes, fields };
}
