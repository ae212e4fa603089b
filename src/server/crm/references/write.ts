import { mergeMembers, readMembers } from '../api/members.js';
import { refuseEntity } from '../api/refused.js';
import { nextNumber } from '../store/documents.js';
import type { Store } from '../store/open.js';
import type { Reference } from './declared/index.js';
import { putReference, referenceItem, referenceItems } from './items.js';

/** Creates or changes one item; says whether it is new. Refuses members that are wrong, and a new one that lacks something. */
export function writeReference(
  store: Store,
  reference: Reference,
  code: string,
  sent: Readonly<Record<string, unknown>>,
): { readonly isNew: boolean } {
  const problems: Record<string, string> = {};
  const read = readMembers(reference.shape, sent, { store, problems });
  const old = referenceItem(store, reference.path, code);
  if (!/^[A-Za-z0-9_.-]{1,255}$/.test(code))
    problems['code'] = 'This value must be of Latin letters, digits, "-" and "_".';
  const merged = mergeMembers(old ?? birth(store, reference, code), read);
  for (const name of reference.required ?? []) {
    if ((merged[name] === undefined || merged[name] === '') && problems[name] === undefined) {
      problems[name] = 'This value should not be blank.';
    }
  }
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  for (const flag of reference.single ?? []) if (read[flag] === true) clearFlag(store, reference, flag);
  putReference(store, reference.path, code, merged);
  return { isNew: old === undefined };
}

function birth(store: Store, reference: Reference, code: string): Record<string, unknown> {
  if (reference.writing === 'numbered') return { id: Number(code), ...reference.defaults };
  return {
    ...(reference.withId ? { id: nextNumber(store, reference.path) } : {}),
    code,
    ...('createdAt' in reference.shape ? { createdAt: store.now() } : {}),
    ...reference.defaults,
  };
}

function clearFlag(store: Store, reference: Reference, flag: string): void {
  for (const item of referenceItems(store, reference.path)) {
    if (item[flag] !== true) continue;
    const key = reference.writing === 'numbered' ? item['id'] : item['code'];
    putReference(store, reference.path, String(key), { ...item, [flag]: false });
  }
}
