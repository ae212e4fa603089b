import { CrmError } from '../crm/errors.js';
import type { Instant } from '../model/instant.js';
import { obeyOperators } from './operators.js';
import { reasonToHold } from './outbox/hold.js';
import type { Outgoing } from './outbox/outgoing.js';
import { perform, targetOf } from './outbox/perform.js';
import { countFromTurn, expectEchoes, settle } from './outbox/settle.js';
import type { OutboxRow } from './store/outbox.js';

/** Where nothing gets through at the moment, until when that is left alone, and why. */
interface Down {
  readonly until: Instant;
  readonly error: string;
}

/** A pass waits so long in all for what has a rate, then reads what is new first. */
const patience = 30_000;

/**
 * Carries out everything that is due, one after the other; returns how many rows were looked at. A target that is down is tried once:
 * what else goes there waits with it. What is over the rate of its target waits for a moment, or for a later pass; the others go on.
 */
export async function carryOut(outgoing: Outgoing): Promise<number> {
  const { store, clock, sleep } = outgoing;
  const rows = store.outbox.due(clock());
  const down = new Map<string, Down>();
  let early = await carryOutInPace(outgoing, rows, down);
  for (let waited = 0; early.length > 0;) {
    const pause = Math.max(1, Math.min(...early.map(({ free }) => free)) - clock());
    waited += pause;
    if (sleep === undefined || waited > patience) break;
    await sleep(pause);
    early = await carryOutInPace(
      outgoing,
      early.map(({ row }) => row),
      down,
    );
  }
  later(outgoing, early, ({ row, free }) => store.outbox.postpone(row.effect.id, free));
  return rows.length;
}

interface Early {
  readonly row: OutboxRow;
  readonly free: Instant;
}

/** Carries out what its target takes now; returns what would be over its rate. */
async function carryOutInPace(
  outgoing: Outgoing,
  rows: readonly OutboxRow[],
  down: Map<string, Down>,
): Promise<readonly Early[]> {
  const { store, clock, progress, executors } = outgoing;
  const waiting: { row: OutboxRow; known: Down }[] = [];
  const early: Early[] = [];
  for (const row of rows) {
    const target = targetOf(outgoing.words, row.effect);
    const known = down.get(target);
    if (known !== undefined) {
      waiting.push({ row, known });
      continue;
    }
    const rate = executors.rates.get(target);
    const free = rate === undefined ? clock() : store.pace.free(target, rate, clock());
    if (free > clock()) {
      early.push({ row, free });
      continue;
    }
    obeyOperators(outgoing);
    progress(`sending ${row.effect.type} for ${row.effect.key}`);
    const found = await carryOutOne(outgoing, row, () => {
      if (rate !== undefined) store.pace.count(target, rate, clock());
    });
    if (found !== undefined) down.set(target, found);
  }
  later(outgoing, waiting, ({ row, known: { until, error } }) =>
    store.outbox.retry(countFromTurn(outgoing, row).effect.id, until, row.uncertain, error),
  );
  return early;
}

function later<T>({ store }: Outgoing, rows: readonly T[], write: (row: T) => void): void {
  if (rows.length === 0) return;
  store.transaction(() => {
    for (const row of rows) write(row);
  });
}

async function carryOutOne(outgoing: Outgoing, due: OutboxRow, count: () => void): Promise<Down | undefined> {
  const { store, lease, clock } = outgoing;
  let row = due;
  const { id } = due.effect;
  const held = store.transaction((): boolean => {
    lease.renew(clock());
    if (!store.outbox.isOpen(id)) return true;
    row = countFromTurn(outgoing, due);
    const withhold = reasonToHold(outgoing, row);
    if (withhold !== undefined) {
      withhold();
      return true;
    }
    store.outbox.begin(id);
    count();
    // Before the change, so that its echo is known even if its answer never comes.
    expectEchoes(outgoing, row.effect);
    return false;
  });
  if (held) return undefined;
  try {
    const attempt = await perform(outgoing, row);
    return store.transaction(() => {
      const next = settle(outgoing, row, attempt);
      return attempt.ended === 'retry' && attempt.down === true && next !== undefined
        ? { until: next, error: attempt.error }
        : undefined;
    });
  } catch (error) {
    // Nothing was done, and nothing more can be: the key is refused. The effect waits for a better one.
    if (error instanceof CrmError)
      store.transaction(() => store.outbox.retry(id, clock(), row.uncertain, error.message));
    throw error;
  }
}
