import type { AutomationClient } from '../crm/automation.js';
import type { CrmClient } from '../crm/client.js';
import { capHorizon } from '../engine/index.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { formatInstant, instant, type Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readApprovals } from './approvals.js';
import { askAgain } from './askAgain.js';
import { backlogOf, letBacklogGo, type Backlog } from './brake.js';
import { endSuperseded } from './endRuns.js';
import { openExecutors } from './executors.js';
import { readArrivals } from './intake.js';
import { obeyOperators } from './operators.js';
import { carryOut } from './outbox.js';
import type { Outgoing } from './outbox/outgoing.js';
import { findUncertain, recoverCutOff } from './outbox/recover.js';
import { loadProgram } from './program.js';
import { keepReadUntil } from './readUntil.js';
import { letSpread } from './spread.js';
import type { RunnerStore } from './store.js';
import type { Lease } from './store/lease.js';
import { currentRelease } from './store/releases.js';
import { noCounts, takeArrivals, takeNews, takeTimers, type TurnCounts } from './turns.js';
import { withLease } from './withLease.js';

export interface RunOptions {
  readonly file: string;
  /** Whose release may run; default: whoever's is applied. */
  readonly project?: string;
  readonly crm: CrmClient;
  readonly automation: AutomationClient;
  readonly words: Vocabulary;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Instant;
  readonly random: () => number;
  /** The CRM is the embedded one: what has no service is kept here. */
  readonly embedded: boolean;
  /** A backlog over the policy's limit may go out. */
  readonly approved: boolean;
  readonly progress: (text: string) => void;
  /** Waits for what has a rate; without it that is left for a later pass. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** The document of `run --once --json` (docs/cli.md#run-live). */
export interface RunSummary {
  readonly format: 'crmctl.run/1';
  readonly events: number;
  readonly entered: number;
  readonly effects: Readonly<Record<'done' | 'deferred' | 'skipped' | 'retry' | 'dead' | 'unknown', number>>;
  readonly cursor: Readonly<Record<string, number>>;
  readonly tookMs: number;
  /** What a person must look at: uncertain deliveries, dead letters and what waits for another attempt, all that are open. */
  readonly attention: readonly Attention[];
  /** Runs that ended as failed in this pass, in the order in which they did. */
  readonly failed: readonly FailedRun[];
  readonly missing: readonly { readonly address: string; readonly name: string }[];
}

export interface FailedRun {
  readonly trigger: string;
  readonly key: string;
  /** Path of the step at which it stood. */
  readonly step: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** `balance`, `step-is-gone`, `endless-loop`, or what its effect met. */
  readonly reason: string;
}

export interface Attention {
  readonly effect: string;
  readonly state: 'unknown' | 'dead' | 'retry';
  readonly type: string;
  readonly key: string;
  readonly channel?: string;
  /** ISO 8601 UTC, as all times of the document. */
  readonly at: string;
  readonly error?: string;
  /** Waiting for another attempt: when that is due. */
  readonly next?: string;
}

export type RunResult =
  | { readonly ended: 'done'; readonly summary: RunSummary }
  | { readonly ended: 'busy'; readonly until: number }
  | { readonly ended: 'nothing-applied' }
  /** The release is of the project of that name. */
  | { readonly ended: 'other-project'; readonly name: string }
  | { readonly ended: 'broken-release'; readonly diagnostics: readonly Diagnostic[] }
  /** The catch-up brake (docs/operations.md#after-downtime): nothing was sent. */
  | ({ readonly ended: 'braked'; readonly limit: number } & Backlog);

const mostRounds = 20;
const sources = ['orders', 'customers', 'tasks', 'inbox'];

/** One pass: read what is new, decide, carry out, until nothing moves; then it ends. Starting it again continues where it was. */
export function runOnce(options: RunOptions): Promise<RunResult> {
  return withLease(options, (store, lease) => pass(options, store, lease));
}

async function pass(options: RunOptions, store: RunnerStore, lease: Lease): Promise<RunResult> {
  const { crm, automation, words, clock, progress, random, sleep } = options;
  const started = performance.now();
  const released = await automation.state();
  const owner = released.config?.name ?? options.project;
  if (options.project !== undefined && owner !== undefined && owner !== options.project)
    return { ended: 'other-project', name: owner };
  const counts = noCounts();
  const loaded = loadProgram(store, released, words, { clock, counts });
  if ('problem' in loaded)
    return loaded.problem === 'broken'
      ? { ended: 'broken-release', diagnostics: loaded.diagnostics }
      : { ended: 'nothing-applied' };
  const { program, project, outdated } = loaded;
  for (const { address = '', message } of outdated) progress(`${address}, as runs of before have it: ${message}`);
  const { executors, missing, close } = await openExecutors(
    project,
    crm,
    store,
    words,
    options.variables,
    options.embedded,
  );
  try {
    const outgoing: Outgoing = { program, store, lease, words, executors, clock, counts, progress, random, sleep };
    recoverCutOff(outgoing);
    endSuperseded(outgoing);
    askAgain(outgoing);
    obeyOperators(outgoing);
    takeNews(program, store, await readApprovals(crm, store, project, clock()), clock(), counts);
    for (let round = 0; round < mostRounds;) {
      await findUncertain(outgoing);
      const asked = clock();
      const intake = await readArrivals(crm, store, program.zone);
      lease.renew(clock());
      // What was just applied wants to hear of this: the next pass takes it.
      if (currentRelease(store.database) !== store.state.memo('release')) break;
      if (intake.arrivals.length > 0) progress(`${intake.arrivals.length} events`);
      takeArrivals(program, store, intake.arrivals, clock(), counts);
      if (intake.more) continue;
      keepReadUntil(store, program.zone, asked);
      const fired = takeTimers(program, store, clock(), counts);
      const backlog = backlogOf(outgoing);
      const limit = program.policy.maxMessages;
      if (limit !== undefined && backlog.messages > limit) {
        if (!options.approved) return { ended: 'braked', limit, ...backlog };
        letBacklogGo(outgoing);
      }
      letSpread(store);
      const sent = await carryOut(outgoing);
      if (intake.arrivals.length === 0 && !fired && sent === 0) break;
      round++;
    }
    forgetOld(outgoing);
    return { ended: 'done', summary: summaryOf(store, counts, missing, performance.now() - started) };
  } finally {
    await close();
  }
}

const rowsAtOnce = 2_000;

/**
 * The journal, what was sent and runs that ended are kept as long as the Policy says, echoes as long as they may come, revisions as long as
 * somebody needs them; a transaction at a time, so that nobody waits for it.
 */
function forgetOld({ program, store, lease, clock }: Outgoing): void {
  const { retention } = program.policy;
  const before = instant(clock() - retention.journal);
  for (let gone = rowsAtOnce; gone === rowsAtOnce;)
    gone = store.transaction(() => {
      lease.renew(clock());
      store.echoes.forget(clock());
      const emptied = store.outbox.forget(before, rowsAtOnce);
      const told = store.journal.forget(retention, clock(), rowsAtOnce);
      return Math.max(emptied, told, store.past.forget(before, instant(before - retention.journal), rowsAtOnce));
    });
  store.transaction(() => {
    const horizons = [...program.policy.classes.keys()].map((name) => capHorizon(program.policy, name, clock()));
    store.past.forgetDaily(clock(), instant(Math.min(before, ...horizons)));
    store.revisions.forget([...program.triggers.values()].map(({ revision }) => revision));
  });
}

function summaryOf(
  { outbox, cursor }: RunnerStore,
  { events, entered, failed }: TurnCounts,
  missing: RunSummary['missing'],
  took: number,
): RunSummary {
  const { done = 0, deferred = 0, skipped = 0, withdrawn = 0, dead = 0, unknown = 0 } = outbox.tally();
  return {
    format: 'crmctl.run/1',
    events,
    entered,
    effects: {
      done,
      deferred,
      skipped: skipped + withdrawn,
      retry: outbox.ofState('retry').length,
      dead,
      unknown,
    },
    cursor: Object.fromEntries(sources.map((source) => [source, cursor(source)])),
    tookMs: Math.round(took),
    attention: (['unknown', 'dead', 'retry'] as const).flatMap((state) =>
      outbox.ofState(state).map(({ effect, error, next }) => ({
        effect: effect.id,
        state,
        type: effect.type,
        key: effect.key,
        at: formatInstant(effect.at),
        ...(effect.channel !== undefined && { channel: effect.channel }),
        ...(error !== undefined && { error }),
        ...(state === 'retry' && { next: formatInstant(next) }),
      })),
    ),
    failed: failed.map(({ trigger, key = '', step = '', at, reason = '' }) => ({
      trigger,
      key,
      step,
      at: formatInstant(at),
      reason,
    })),
    missing,
  };
}
