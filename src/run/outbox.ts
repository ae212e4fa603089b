import type { Transport } from '../channels/channel.js';
import type { CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import { admit, type Program } from '../engine/index.js';
import type { Effect } from '../model/effect.js';
import { instant, type Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Attempt } from './outbox/attempt.js';
import { carryOutByApi } from './outbox/viaApi.js';
import { carryOutByChannel } from './outbox/viaChannel.js';
import { carryOutByHttp } from './outbox/viaHttp.js';
import type { FindPerson } from './people.js';
import type { OutboxRow } from './store/outbox.js';
import type { Lease } from './store/lease.js';
import type { RunnerStore } from './store.js';
import { feed, type TurnCounts } from './turns.js';

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

const firstRetry = 5_000;
const longestRetry = 3_600_000;
const mostAttempts = 10;

/** Rows that a crash left in the middle: what cannot be repeated safely is put before a person, the rest is taken up again. */
export function recoverCutOff({ store, executors, lease, program, clock, counts }: Outgoing): void {
  for (const row of store.outbox.cutOff())
    store.transaction(() => {
      lease.assertHeld();
      const repeatable = canRepeat(executors, row.effect);
      const error = 'crmctl was stopped while it was being sent';
      if (repeatable) store.outbox.retry(row.effect.id, clock(), true, error);
      else {
        store.outbox.end(row.effect.id, 'unknown', error);
        giveResult(
          program,
          store,
          row.effect,
          { ended: 'unknown', result: { outcome: 'unknown', error } },
          clock(),
          counts,
        );
      }
    });
}

/** Carries out everything that is due, one after the other; returns how many rows were looked at. */
export async function carryOut(outgoing: Outgoing): Promise<number> {
  const rows = outgoing.store.outbox.due(outgoing.clock());
  for (const row of rows) {
    outgoing.progress(`sending ${row.effect.type} for ${row.effect.key}`);
    await carryOutOne(outgoing, row);
  }
  return rows.length;
}

async function carryOutOne(outgoing: Outgoing, row: OutboxRow): Promise<void> {
  const { store, lease, clock } = outgoing;
  const { effect } = row;
  const withheld = reasonToHold(outgoing, row);
  if (withheld !== undefined) return store.transaction(withheld);
  store.transaction(() => {
    lease.renew(clock());
    store.outbox.begin(effect.id);
  });
  let attempt: Attempt;
  try {
    attempt = await perform(outgoing, row);
  } catch (error) {
    // Nothing was done, and nothing more can be: the key is refused. The effect waits for a better one.
    if (error instanceof CrmError)
      store.transaction(() => store.outbox.retry(effect.id, clock(), row.uncertain, error.message));
    throw error;
  }
  store.transaction(() => {
    lease.assertHeld();
    settle(outgoing, row, attempt);
  });
}

/** The instance may have ended since, and a retry may have slipped into the recipient's night. */
function reasonToHold(
  { store, program, executors, clock }: Outgoing,
  { effect, attempts, uncertain }: OutboxRow,
): (() => void) | undefined {
  const instance = store.state.instance(effect.instance);
  const waits = instance?.status === 'waiting' && instance.wait?.for === 'result' && instance.wait.effect === effect.id;
  if (!waits) return () => store.outbox.end(effect.id, 'withdrawn', instance?.reason ?? 'the instance has ended');
  const trigger = program.revisions.get(instance.revision);
  if (attempts === 0 || trigger === undefined || wordOf(executors, effect).reaches !== 'customer') return undefined;
  const customer = effect.customer === undefined ? undefined : store.state.world.customer(effect.customer);
  const admission = admit(program.policy, { class: trigger.class, customer, sent: [] }, clock(), program.zone);
  return admission.may === 'defer'
    ? () => store.outbox.retry(effect.id, admission.until, uncertain, admission.reason)
    : undefined;
}

async function perform({ executors, program }: Outgoing, row: OutboxRow): Promise<Attempt> {
  const effect = withPerson(row.effect, executors.findPerson);
  const word = wordOf(executors, effect);
  if (word.live.by === 'api')
    return carryOutByApi(executors.crm, word, word.live.procedure, effect, row.uncertain, { zone: program.zone });
  if (word.live.by === 'channel') {
    const channel = executors.transports.get(effect.channel ?? '');
    if (channel === undefined)
      return {
        ended: 'failed',
        result: { outcome: 'failed', error: `channel/${effect.channel ?? '?'} has no transport here` },
      };
    return carryOutByChannel(channel.transport, effect, channel.resend);
  }
  const connection = executors.connections.get(String(effect.data['connection']));
  if (connection === undefined)
    return {
      ended: 'failed',
      result: { outcome: 'failed', error: `connection/${String(effect.data['connection'])} is not in the release` },
    };
  return carryOutByHttp(connection, effect);
}

function settle({ store, program, clock, counts, random }: Outgoing, row: OutboxRow, attempt: Attempt): void {
  const { effect } = row;
  const now = clock();
  if (attempt.ended === 'retry' && row.attempts + 1 < mostAttempts) {
    const pause = attempt.after ?? Math.min(longestRetry, firstRetry * 2 ** row.attempts) * (0.5 + random() / 2);
    return store.outbox.retry(effect.id, instant(now + Math.round(pause)), attempt.uncertain, attempt.error);
  }
  const ended: Exclude<Attempt, { ended: 'retry' }> =
    attempt.ended === 'retry'
      ? {
          ended: attempt.uncertain ? 'unknown' : 'failed',
          result: { outcome: attempt.uncertain ? 'unknown' : 'failed', error: attempt.error },
        }
      : attempt;
  store.outbox.end(effect.id, ended.ended === 'failed' ? 'dead' : ended.ended, ended.result.error);
  if (ended.ended === 'done') rememberEchoes(store, effect);
  giveResult(program, store, effect, ended, now, counts);
}

function giveResult(
  program: Program,
  store: RunnerStore,
  effect: Effect,
  { result }: Exclude<Attempt, { ended: 'retry' }>,
  now: Instant,
  counts: TurnCounts,
): void {
  feed(program, store, { kind: 'result', effect: effect.id, instance: effect.instance, result }, now, now, counts);
}

function rememberEchoes(store: RunnerStore, effect: Effect): void {
  const changes = Array.isArray(effect.data['changes']) ? effect.data['changes'].filter(isObject) : [];
  for (const change of changes) {
    const entity = String(change['entity']);
    const id = entity === 'order' ? effect.order : effect.customer;
    if (id !== undefined)
      store.rememberEcho(entity, id, String(change['field']), {
        effect: effect.id,
        trigger: effect.trigger,
        instance: effect.instance,
        depth: effect.depth,
      });
  }
}

function withPerson(effect: Effect, find: FindPerson): Effect {
  const performerId = find(effect.data['performer']);
  return performerId === undefined ? effect : { ...effect, data: { ...effect.data, performerId } };
}

function wordOf({ words }: Executors, effect: Effect) {
  const word = words.actions.find(({ name }) => name === effect.type);
  if (word === undefined) throw new Error(`no action is called "${effect.type}"`);
  return word;
}

function canRepeat(executors: Executors, effect: Effect): boolean {
  if (executors.transports.get(effect.channel ?? '')?.resend === true) return true;
  return wordOf(executors, effect).idempotency !== 'none';
}
