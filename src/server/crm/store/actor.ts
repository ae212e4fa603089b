import type { Store } from './open.js';

/** Who changes something; the CRM's history names it. */
export type Actor =
  | { readonly source: 'user'; readonly user: number }
  | { readonly source: 'api'; readonly key: number }
  | { readonly source: 'code' }
  | { readonly source: 'rule' };

/** One change of the CRM: everything written through it is committed together with its history, or not at all. */
export interface Writing {
  readonly store: Store;
  readonly actor: Actor;
  /** Moment of the change on the account's clock. */
  readonly at: string;
}

/** Runs the work in one transaction; an exception undoes all of it. Nested calls are savepoints. */
export function transact<Result>(store: Store, actor: Actor, work: (writing: Writing) => Result): Result {
  return store.db
    .transaction(() => {
      store.requireVersion();
      return work({ store, actor, at: store.now() });
    })
    .immediate();
}
