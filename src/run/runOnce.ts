import type { AutomationClient } from '../crm/automation.js';
import type { CrmClient } from '../crm/client.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Instant } from '../model/instant.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { openExecutors } from './executors.js';
import { readArrivals } from './intake.js';
import { carryOut, recoverCutOff, type Outgoing } from './outbox.js';
import { loadProgram } from './program.js';
import { takeLease } from './store/lease.js';
import type { OutboxState } from './store/outbox.js';
import { openRunnerStore } from './store.js';
import { takeArrivals, takeTimers } from './turns.js';

export interface RunOptions {
  readonly file: string;
  readonly crm: CrmClient;
  readonly automation: AutomationClient;
  readonly words: Vocabulary;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Instant;
  readonly random: () => number;
  /** A backlog over the policy's limit may go out. */
  readonly approved: boolean;
  readonly progress: (text: string) => void;
}

/** The document of `run --once --json` (cli.md). */
export interface RunSummary {
  readonly format: 'crmctl.run/1';
  readonly events: number;
  readonly entered: number;
  readonly effects: Readonly<Record<'done' | 'deferred' | 'skipped' | 'retry' | 'dead' | 'unknown', number>>;
  readonly cursor: Readonly<Record<string, number>>;
  readonly tookMs: number;
  /** What a person must look at: uncertain deliveries and dead letters, all that are open. */
  readonly attention: readonly {
    readonly effect: string;
    readonly state: 'unknown' | 'dead';
    readonly type: string;
    readonly key: string;
    readonly channel?: string;
    readonly at: Instant;
    readonly error?: string;
  }[];
  readonly missing: readonly { readonly address: string; readonly name: string }[];
}

export type RunResult =
  | { readonly ended: 'done'; readonly summary: RunSummary }
  | { readonly ended: 'busy'; readonly until: number }
  | { readonly ended: 'nothing-applied' }
  | { readonly ended: 'broken-release'; readonly diagnostics: readonly Diagnostic[] }
  /** The catch-up brake (engine.md §7): nothing was sent. */
  | { readonly ended: 'braked'; readonly messages: number; readonly limit: number };

const mostRounds = 20;
const sources = ['orders', 'customers', 'tasks', 'inbox'];

/** One pass: read what is new, decide, carry out, until nothing moves; then it ends. Starting it again continues where it was. */
export async function runOnce(options: RunOptions): Promise<RunResult> {
  const { crm, automation, words, clock, progress } = options;
  const started = performance.now();
  const store = openRunnerStore(options.file);
  const taken = takeLease(store.database, clock());
  if ('heldUntil' in taken) {
    store.close();
    return { ended: 'busy', until: taken.heldUntil };
  }
  const { lease } = taken;
  try {
    const loaded = loadProgram(store, await automation.state(), words);
    if ('problem' in loaded)
      return loaded.problem === 'broken'
        ? { ended: 'broken-release', diagnostics: loaded.diagnostics }
        : { ended: 'nothing-applied' };
    const { program, project } = loaded;
    const opened = await openExecutors(project, crm, store, words, options.variables);
    try {
      const before = store.outbox.counts();
      const counts = { events: 0, entered: 0, timers: 0 };
      const outgoing: Outgoing = {
        program,
        store,
        lease,
        executors: opened.executors,
        clock,
        counts,
        progress,
        random: options.random,
      };
      recoverCutOff(outgoing);
      for (let round = 0; round < mostRounds; round++) {
        const intake = await readArrivals(crm, store, program.zone);
        lease.renew(clock());
        if (intake.arrivals.length > 0) progress(`${intake.arrivals.length} events`);
        takeArrivals(program, store, lease, intake.arrivals, clock(), counts);
        store.transaction(() => {
          for (const { source, cursor } of intake.idle) store.setCursor(source, cursor);
        });
        if (intake.more) continue;
        const fired = takeTimers(program, store, lease, clock(), counts);
        const messages = waitingMessages(outgoing);
        const limit = program.policy.maxMessages;
        if (limit !== undefined && messages > limit && !options.approved) return { ended: 'braked', messages, limit };
        const sent = await carryOut(outgoing);
        if (intake.arrivals.length === 0 && !fired && sent === 0) break;
      }
      const after = store.outbox.counts();
      const grown = (state: OutboxState): number => (after[state] ?? 0) - (before[state] ?? 0);
      return {
        ended: 'done',
        summary: {
          format: 'crmctl.run/1',
          events: counts.events,
          entered: counts.entered,
          effects: {
            done: grown('done'),
            deferred: Math.max(0, grown('deferred')),
            skipped: grown('skipped') + grown('withdrawn'),
            retry: after.retry ?? 0,
            dead: grown('dead'),
            unknown: grown('unknown'),
          },
          cursor: Object.fromEntries(sources.map((source) => [source, store.cursor(source)])),
          tookMs: Math.round(performance.now() - started),
          attention: (['unknown', 'dead'] as const).flatMap((state) =>
            store.outbox.ofState(state).map(({ effect, error }) => ({
              effect: effect.id,
              state,
              type: effect.type,
              key: effect.key,
              at: effect.at,
              ...(effect.channel !== undefined && { channel: effect.channel }),
              ...(error !== undefined && { error }),
            })),
          ),
          missing: opened.missing,
        },
      };
    } finally {
      await opened.close();
    }
  } finally {
    lease.release();
    store.close();
  }
}

function waitingMessages({ store, executors, clock }: Outgoing): number {
  const reaching = new Set(
    executors.words.actions.filter(({ reaches }) => reaches === 'customer').map(({ name }) => name),
  );
  return store.outbox.due(clock()).filter(({ effect }) => reaching.has(effect.type)).length;
}
