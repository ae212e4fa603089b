import { stepIn, type CompiledTrigger } from '../engine/index.js';
import type { WaitingGroup } from '../model/release.js';
import type { Comparison } from './compare.js';
import type { Waiting } from './plan.js';
import type { Compiles } from './steps.js';
import type { Changed } from './subject.js';

/** Triggers as they will run, and as they do. */
interface Revisions {
  readonly planned: Compiles;
  readonly running: Compiles;
}

/** Instances that wait in a trigger that changes, per step, and what the engine would do with them (docs/operations.md#change-what-runs). By address. */
export function waitingIn(
  comparisons: readonly Comparison[],
  groups: readonly WaitingGroup[],
  revisions: Revisions,
): ReadonlyMap<string, readonly Waiting[]> {
  if (groups.length === 0) return new Map();
  const entries = comparisons.flatMap((comparison) => {
    const { address, verdict, old } = comparison;
    const runs = old?.address ?? address;
    if (verdict.is !== 'changed') return [];
    if (runs.startsWith('trigger/')) {
      const waiting = fatesOf(groupsOf(runs, groups), comparison, verdict, revisions);
      return waiting.length === 0 ? [] : [[address, waiting] as const];
    }
    return leaves(verdict)
      ? stillNeeded(address, runs, groups)
      : inCallers(address, comparisons, groups, verdict, revisions);
  });
  return new Map(entries);
}

function fatesOf(
  groups: readonly WaitingGroup[],
  comparison: Comparison,
  verdict: Changed,
  revisions: Revisions,
): readonly Waiting[] {
  const now = revisions.planned(comparison.address)?.revision;
  const others = [...perStep(groups.filter(({ revision }) => revision !== now))].map(([step, count]) =>
    fate(step, count, comparison, verdict, revisions),
  );
  // What changes does not change what it does.
  const same = [...perStep(groups.filter(({ revision }) => revision === now))].map(([step, count]): Waiting => ({
    step,
    count,
    inFlight: inFlightOf(comparison),
    then: pinned,
  }));
  return [...others, ...same];
}

/** A sequence is part of the triggers that call it. What happens to the runs of those that change themselves stands there. */
function inCallers(
  address: string,
  comparisons: readonly Comparison[],
  groups: readonly WaitingGroup[],
  verdict: Changed,
  revisions: Revisions,
): readonly (readonly [string, readonly Waiting[]])[] {
  const waiting = comparisons.flatMap((comparison) => {
    const { address: trigger } = comparison;
    if (!trigger.startsWith('trigger/') || comparison.verdict.is === 'changed') return [];
    const own = groupsOf(trigger, groups);
    if (own.length === 0 || revisions.planned(trigger)?.called[address] === undefined) return [];
    const code = trigger.slice('trigger/'.length);
    return fatesOf(own, comparison, verdict, revisions).map((each) => ({ ...each, step: `${code}/${each.step}` }));
  });
  return waiting.length === 0 ? [] : [[address, waiting]];
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
  comparison: Comparison,
  { actions }: Changed,
  { planned, running }: Revisions,
): Waiting {
  const { address, old } = comparison;
  const inFlight = inFlightOf(comparison);
  const goes = actions.includes('remove') || specOf(comparison)['active'] === false;
  const then =
    goes && inFlight !== 'pin'
      ? finish
      : inFlight === 'follow'
        ? followed(step, planned(address), running(old?.address ?? address))
        : fates[inFlight];
  return { step, count, inFlight, then: then ?? pinned };
}

function inFlightOf(comparison: Comparison): string {
  return String(specOf(comparison)['inFlight'] ?? 'pin');
}

function specOf({ resource, held }: Comparison): Readonly<Record<string, unknown>> {
  return resource?.spec ?? held.live ?? {};
}

const pinned = 'nothing moves';
const finish = 'finish on the old revision, nobody enters it';
const fates: Readonly<Record<string, string>> = { drain: finish, cancel: 'end with the reason superseded' };

function followed(step: string, trigger: CompiledTrigger | undefined, before: CompiledTrigger | undefined): string {
  const to = trigger && stepIn(trigger, step, before);
  if (to !== undefined) return `move to ${to === step ? '' : `${to} of `}the new revision when they wake up`;
  const isOther = trigger?.nodeOfPath.has(step) === true;
  return `the step is ${isOther ? 'another one' : 'gone'}: finish on the old revision`;
}
