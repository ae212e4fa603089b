import { isObject } from '../model/json.js';
import type { WaitingGroup, Spec } from '../model/release.js';
import type { Changed, Comparison } from './compare.js';
import type { Waiting } from './plan.js';

/** Instances that wait in a trigger that changes, per step, and what happens to them (docs/operations.md#change-what-runs). By address. */
export function waitingIn(
  comparisons: readonly Comparison[],
  groups: readonly WaitingGroup[],
): ReadonlyMap<string, readonly Waiting[]> {
  const entries = comparisons.flatMap((comparison) => {
    const { address, verdict, old } = comparison;
    const runs = old?.address ?? address;
    if (verdict.is !== 'changed') return [];
    if (!runs.startsWith('trigger/')) return leaves(verdict) ? stillNeeded(address, runs, groups) : [];
    const steps = perStep(groups.filter((group) => group.trigger === runs || `trigger/${group.trigger}` === runs));
    if (steps.size === 0) return [];
    return [[address, [...steps].map(([step, count]) => fate(step, count, comparison, verdict))] as const];
  });
  return new Map(entries);
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

function fate(step: string, count: number, { resource, held, old }: Comparison, { actions }: Changed): Waiting {
  const spec = resource?.spec ?? held.live ?? {};
  const inFlight = String(spec['inFlight'] ?? 'pin');
  const stays = actions.includes('remove') || old !== undefined ? false : hasStep(spec, step);
  return { step, count, inFlight, then: fates(stays)[inFlight] ?? pinned };
}

const pinned = 'nothing moves';

function fates(stays: boolean): Readonly<Record<string, string>> {
  return {
    pin: pinned,
    follow: stays ? 'move to the new revision when they wake up' : 'the step is gone: finish on the old revision',
    drain: 'finish on the old revision, nobody enters it',
    cancel: 'end with the reason superseded',
  };
}

/** The step is there still, or `migrate` names another for it. */
function hasStep(spec: Spec, path: string): boolean {
  const last = path.split('/').at(-1)?.replace(/#\d+$/, '') ?? path;
  const migrated = isObject(spec['migrate']) ? spec['migrate'][last] : undefined;
  return stepIds(spec['do']).has(typeof migrated === 'string' ? migrated : last);
}

function stepIds(value: unknown): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...stepIds(item)]));
  if (!isObject(value)) return new Set();
  const own = typeof value['id'] === 'string' ? [value['id']] : [];
  return new Set([...own, ...Object.values(value).flatMap((member) => [...stepIds(member)])]);
}
