import type Database from 'better-sqlite3';
import { mayBeAlive, ownerHere } from '../../machine/owner.js';

/** Who may run. `token` counts up with every owner: a runner that lost its lease notices before it writes. */
export interface Lease {
  readonly owner: string;
  readonly token: number;
  /** Prolongs it; throws `LeaseLost` when somebody else took over. */
  renew(now: number): void;
  /** Throws `LeaseLost` inside a transaction of a runner whose time has run out. */
  assertHeld(): void;
  /** Prolongs it while it is ours; says nothing when it is not. */
  tryRenew(now: number): void;
  /** Until when whoever has it now may keep it. */
  heldUntil(): number;
  release(): void;
}

export class LeaseLost extends Error {
  constructor() {
    super('another runner took over: this one stops without writing');
    this.name = 'LeaseLost';
  }
}

const duration = 120_000;

/** Takes the lease, or says until when somebody else holds it (milliseconds since the epoch). */
export function takeLease(
  database: Database.Database,
  now: number,
): { readonly lease: Lease } | { readonly heldUntil: number } {
  const owner = ownerHere();
  const read = database.prepare<[], { owner: string; token: number; until: number }>(
    'SELECT owner, token, until FROM lease',
  );
  const write = database.prepare('INSERT OR REPLACE INTO lease (one, owner, token, until) VALUES (1, ?, ?, ?)');
  const taken = database
    .transaction((): { token: number } | { heldUntil: number } => {
      const held = read.get();
      if (held !== undefined && held.until > now && mayBeAlive(held.owner)) return { heldUntil: held.until };
      const token = (held?.token ?? 0) + 1;
      write.run(owner, token, now + duration);
      return { token };
    })
    .immediate();
  if ('heldUntil' in taken) return taken;
  const assertHeld = (): void => {
    if (read.get()?.token !== taken.token) throw new LeaseLost();
  };
  return {
    lease: {
      owner,
      token: taken.token,
      assertHeld,
      renew: (at) => {
        assertHeld();
        write.run(owner, taken.token, at + duration);
      },
      tryRenew: (at) => {
        if (read.get()?.token === taken.token) write.run(owner, taken.token, at + duration);
      },
      heldUntil: () => read.get()?.until ?? 0,
      release: () => {
        if (read.get()?.token === taken.token) write.run('', taken.token, 0);
      },
    },
  };
}
