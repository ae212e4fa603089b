import type { Transport } from '../channels/channel.js';
import type { CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import type { Program } from '../engine/index.js';
import type { Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { obeyOperators } from './operators.js';
import { reasonToHold } from './outbox/hold.js';
import { perform, targetOf } from './outbox/perform.js';
import { rememberEchoes, settle } from './outbox/settle.js';
import type { FindPerson } from './people.js';
import type { OutboxRow } from './store/outbox.js';
import type { Lease } from './store/lease.js';
import type { RunnerStore } from './store.js';
import type { TurnCounts } from './turns.js';

/** What carries effects out. */
export interface Executors {
  readonly crm: CrmClient;
  readonly transports: ReadonlyMap<string, { readonly transport: Transport; readonly resend: boolean }>;
  readonly connections: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly findPerson: FindPerson;
  readonly words: Vocabulary;
}

export interface Outgoing {
  readonly program: Program;
  readonly store: RunnerStore;
  readonly lease: Lease;
  readonly executors: Executors;
  readonly clock: () => Instant;
  readonly counts: TurnCounts;
  readonly progress: (text: string) => void;
  /** A number in [0, 1), for jitter. */
  readonly random: () => number;
}

/** Where nothing gets through at the moment, until when that is left alone, and why. */
interface Down {
  readonly until: Instant;
  readonly error: string;
}

/**
 * Carries out everything that is due, one after the other; returns how many rows were looked at. A target that is down is tried once:
 * what else goes there waits with it.
 */
export async function carryOut(outgoing: Outgoing): Promise<number> {
  const { store, lease, clock, progress } = outgoing;
  const rows = store.outbox.due(clock());
  const down = new Map<string, Down>();
  const waiting: (readonly [OutboxRow, Down])[] = [];
  for (const row of rows) {
    const target = targetOf(outgoing.executors.words, row.effect);
    const known = down.get(target);
    if (known !== undefined) {
      waiting.push([row, known]);
      continue;
    }
    obeyOperators({ ...outgoing, words: outgoing.executors.words });
    progress(`sending ${row.effect.type} for ${row.effect.key}`);
    const found = await carryOutOne(outgoing, row);
    if (found !== undefined) down.set(target, found);
  }
  if (waiting.length > 0)
    store.transaction(() => {
      lease.assertHeld();
      for (const [{ effect, uncertain }, { until, error }] of waiting)
        store.outbox.retry(effect.id, until, uncertain, error);
    });
  return rows.length;
}

async function carryOutOne(outgoing: Outgoing, row: OutboxRow): Promise<Down | undefined> {
  const { store, lease, clock } = outgoing;
  const { effect } = row;
  const held = store.transaction((): boolean => {
    lease.renew(clock());
    if (store.outbox.isHeldBack(effect.id)) return true;
    const withhold = reasonToHold(outgoing, row);
    if (withhold !== undefined) {
      withhold();
      return true;
    }
    store.outbox.begin(effect.id);
    // Before the change, so that its echo is known even if its answer never comes.
    rememberEchoes(outgoing, effect);
    return false;
  });
  if (held) return undefined;
  try {
    const attempt = await perform(outgoing, row);
    return store.transaction(() => {
      lease.assertHeld();
      const next = settle(outgoing, row, attempt);
      return attempt.ended === 'retry' && attempt.down === true && next !== undefined
        ? { until: next, error: attempt.error }
        : undefined;
    });
  } catch (error) {
    // Nothing was done, and nothing more can be: the key is refused. The effect waits for a better one.
    if (error instanceof CrmError)
      store.transaction(() => store.outbox.retry(effect.id, clock(), row.uncertain, error.message));
    throw error;
  }
}
