import type { CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import type { ChangedComparison } from '../plan/build.js';
import type { Journal } from './journal.js';
import type { HeldLock } from './withLock.js';

export interface Executing {
  readonly crm: CrmClient;
  readonly lock: HeldLock;
  readonly journal: Journal;
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  readonly onProgress: (text: string) => void;
  readonly parallelism?: number;
}

export interface Executed {
  readonly done: readonly ChangedComparison[];
  readonly failed: readonly { readonly address: string; readonly error: string }[];
  readonly skipped: readonly string[];
  /** At least one call may have reached the CRM. */
  readonly wrote: boolean;
  /** Why it stopped before the end. */
  readonly problem?: string;
}

/** Reasons that concern this one resource; with any other the CRM is gone and nothing more is tried. */
const ofTheResource = new Set(['invalid', 'denied', 'not-found', 'conflict']);

const usualParallelism = 4;

/**
 * The calls to the CRM: those of one resource one after the other, resources side by side as far as none needs another. What needs
 * something that failed is skipped; what is removed waits for everything else. The client's limiter keeps the pace.
 */
export async function execute(ordered: readonly ChangedComparison[], executing: Executing): Promise<Executed> {
  const { onProgress, lock, parallelism = usualParallelism } = executing;
  const before = earlierOnes(ordered, executing.dependencies);
  const ended = new Map<string, Ending>();
  const waiting = [...ordered];
  let problem: string | undefined;
  let wrote = false;

  const isLost = (address: string): boolean =>
    ended.get(address)?.is === 'failed' || ended.get(address)?.is === 'skipped';
  const carryOut = async (comparison: ChangedComparison): Promise<void> => {
    const { address } = comparison;
    onProgress(`${ended.size + 1} of ${ordered.length}  ${address}`);
    problem ??= await lock.problem();
    if (problem !== undefined) return void ended.set(address, { is: 'skipped' });
    const result = await write(comparison, executing);
    wrote ||= result.wrote;
    if (result.error !== undefined && !ofTheResource.has(result.error.reason)) problem ??= result.error.message;
    ended.set(address, result.error === undefined ? { is: 'done' } : { is: 'failed', error: result.error.message });
  };
  /** The next that may begin; what can never begin is skipped on the way. */
  const next = (): ChangedComparison | undefined => {
    for (let at = 0; at < waiting.length; at++) {
      const comparison = waiting[at]!; // within the list
      const needs = before.get(comparison.address) ?? [];
      if (problem !== undefined || needs.some(isLost)) {
        waiting.splice(at--, 1);
        ended.set(comparison.address, { is: 'skipped' });
      } else if (needs.every((address) => ended.has(address)) && !mustWait(comparison, ordered, ended)) {
        waiting.splice(at, 1);
        return comparison;
      }
    }
    return undefined;
  };

  const running = new Set<Promise<void>>();
  const broken: unknown[] = [];
  for (;;) {
    while (running.size < parallelism && broken.length === 0) {
      const found = next();
      if (found === undefined) break;
      const work: Promise<void> = carryOut(found)
        .catch((error: unknown) => void broken.push(error))
        .finally(() => running.delete(work));
      running.add(work);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  // Not before the others are at their end: what they write has to be in the journal.
  if (broken.length > 0) throw broken[0];
  return summed(ordered, ended, wrote, problem);
}

type Ending = { readonly is: 'done' | 'skipped' } | { readonly is: 'failed'; readonly error: string };

/** What each needs, of what comes before it: where two need each other the order of the plan decides. */
function earlierOnes(
  ordered: readonly ChangedComparison[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const seen = new Set<string>();
  return new Map(
    ordered.map(({ address }) => {
      const needs = (dependencies.get(address) ?? []).filter((other) => seen.has(other));
      seen.add(address);
      return [address, needs];
    }),
  );
}

/** A removal, while something that stays is not done. */
function mustWait(
  { resource }: ChangedComparison,
  ordered: readonly ChangedComparison[],
  ended: ReadonlyMap<string, Ending>,
): boolean {
  return resource === undefined && ordered.some((other) => other.resource && !ended.has(other.address));
}

/** In the order of the plan, whatever ended first. */
function summed(
  ordered: readonly ChangedComparison[],
  ended: ReadonlyMap<string, Ending>,
  wrote: boolean,
  problem: string | undefined,
): Executed {
  const endings = ordered.map((comparison) => ({ comparison, ending: ended.get(comparison.address) }));
  return {
    done: endings.flatMap(({ comparison, ending }) => (ending?.is === 'done' ? [comparison] : [])),
    failed: endings.flatMap(({ comparison: { address }, ending }) =>
      ending?.is === 'failed' ? [{ address, error: ending.error }] : [],
    ),
    skipped: endings.flatMap(({ comparison, ending }) => (ending?.is === 'skipped' ? [comparison.address] : [])),
    wrote,
    ...(problem !== undefined && { problem }),
  };
}

async function write(
  { address, verdict }: ChangedComparison,
  { crm, journal }: Executing,
): Promise<{ wrote: boolean; error?: CrmError }> {
  if (verdict.calls.length === 0) return { wrote: false };
  journal.started(address);
  let wrote = false;
  for (const call of verdict.calls) {
    try {
      await crm.call(call);
      wrote = true;
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      return { wrote: wrote || error.ambiguous, error };
    }
  }
  return { wrote };
}
