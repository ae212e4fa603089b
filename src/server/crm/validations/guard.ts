import type { Writing } from '../store/actor.js';
import { Refused } from '../api/refused.js';
import type { Store } from '../store/open.js';

export type Saved = 'order' | 'customer';

/** What the automation side says to a save: the words of every validation that what was saved does not pass. */
export interface SaveGuard {
  objections(store: Store, of: Saved, id: number): readonly string[];
}

export const noGuard: SaveGuard = { objections: () => [] };

/** Called inside the transaction that saved it: a refusal undoes all of it. */
export function guardSaved({ store }: Writing, of: Saved, id: number): void {
  const objections = store.guard.objections(store, of, id);
  if (objections.length > 0) throw new Refused(400, 'Errors in the entity format', objections);
}
