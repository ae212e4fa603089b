import { stepIn, type CompiledTrigger } from '../engine/index.js';
import type { WaitingGroup } from '../model/release.js';
import type { Changed, Comparison } from './compare.js';
import type { Waiting } from './plan.js';
import type { Compiles } from './steps.js';

/** Instances that wait in a trigger that changes, per step, and what the engine would do with them (docs/operations.md#change-what-runs). By address. */
export function waitingIn(
  comparisons: readonly Comparison[],
  groups: readonly WaitingGroup[],
  planned: Compiles,
): ReadonlyMap<string, readonly Waiting[]> {
  const entries = comparisons.flatMap((comparison) => {
    const { address, verdict, old } = comparison;
    const runs = old?.address ?? address;
    if (verdict.is !== 'changed') return [];
    if (!runs.startsWith('trigger/')) return leaves(verdict) ? stillNeeded(address, runs, groups) : [];
    const steps = perStep(groupsOf(runs, groups));
    if (steps.size === 0) return [];
    return [[address, [...steps].map(([step, count]) => fate(step, count, comparison, verdict, planned))] as const];
  });
  return new Map(entries);
}

/** Of a trigger, by its address. */
export function groupsOf(address: string, groups: readonly WaitingGroup[]): readonly WaitingGroup[] {
  return groups.filter(({ trigger }) => trigger === address || `trigger/${trigger}` === address);
}

/** A release without it: those who wait on a revision that names it keep it. */
function leaves({ actions }: Changed): boolean {
  return actions.some((action) => action === 'remove' || action === 'rename');
}

function stillNeeded(
  address: string,
  runs: string,
  groups: readonly WaitingGroup[],
): readonly (readonly [string, readonly Waiting[]])[] {
  const needing = groups.filter(({ needs = [] }) => needs.includes(runs));
  const steps = perStep(needing.map((group) => ({ ...group, step: `${group.trigger}/${group.step}` })));
  const then = 'it stays there for those who finish on their revision';
  const waiting = [...steps].map(([step, count]): Waiting => ({ step, count, inFlight: 'pin', then }));
  return waiting.length === 0 ? [] : [[address, waiting]];
}

function perStep(groups: readonly WaitingGroup[]): ReadonlyMap<string, number> {
  const steps = new Map<string, number>();
  for (const { step, count } of groups.toSorted((a, b) => (a.step < b.step ? -1 : 1)))
    steps.set(step, (steps.get(step) ?? 0) + count);
  return steps;
}

function fate(
  step: string,
  count: number,
  { address, resource, held }: Comparison,
  { actions }: Changed,
  planned: Compiles,
): Waiting {
  const spec = resource?.spec ?? held.live ?? {};
  const inFlight = String(spec['inFlight'] ?? 'pin');
  const goes = actions.includes('remove') || spec['active'] === false;
  const then =
    goes && inFlight !== 'pin' ? finish : inFlight === 'follow' ? followed(step, planned(address)) : fates[inFlight];
  return { step, count, inFlight, then: then ?? pinned };
}

const pinned = 'nothing moves';
const finish = 'finish on the old revision, nobody enters it';
const fates: Readonly<Record<string, string>> = { drain: finish, cancel: 'end with the reason superseded' };

function followed(step: string, trigger: CompiledTrigger | undefined): string {
  const to = trigger && stepIn(trigger, step);
  if (to === undefined) return 'the step is gone: finish on the old revision';
  return `move to ${to === step ? '' : `${to} of `}the new revision when they wake up`;
}
