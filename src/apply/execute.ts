import type { CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import type { ChangedComparison } from '../plan/build.js';
import type { Journal } from './journal.js';

export interface Executing {
  readonly crm: CrmClient;
  readonly journal: Journal;
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  readonly renewLock: () => Promise<void>;
  readonly onProgress: (text: string) => void;
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
const ofTheResource = new Set(['invalid', 'not-found', 'conflict']);

const lockRenewalMilliseconds = 30_000;

/** The calls to the CRM, resource by resource in the given order. What needs something that failed is skipped. */
export async function execute(ordered: readonly ChangedComparison[], executing: Executing): Promise<Executed> {
  const { dependencies, onProgress, renewLock } = executing;
  const done: ChangedComparison[] = [];
  const failed: { address: string; error: string }[] = [];
  const skipped: string[] = [];
  let problem: string | undefined;
  let wrote = false;
  let renewed = performance.now();
  for (const [index, comparison] of ordered.entries()) {
    const { address } = comparison;
    const lost = new Set([...skipped, ...failed.map((failure) => failure.address)]);
    if (problem !== undefined || (dependencies.get(address) ?? []).some((other) => lost.has(other))) {
      skipped.push(address);
      continue;
    }
    onProgress(`${index + 1} of ${ordered.length}  ${address}`);
    if (performance.now() - renewed > lockRenewalMilliseconds) {
      problem = await problemOf(renewLock);
      renewed = performance.now();
    }
    if (problem !== undefined) {
      skipped.push(address);
      continue;
    }
    const result = await write(comparison, executing);
    wrote ||= result.wrote;
    if (result.error === undefined) done.push(comparison);
    else failed.push({ address, error: result.error.message });
    if (result.error !== undefined && !ofTheResource.has(result.error.reason)) problem = result.error.message;
  }
  return { done, failed, skipped, wrote, ...(problem !== undefined && { problem }) };
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

async function problemOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof CrmError) return error.message;
    throw error;
  }
}
