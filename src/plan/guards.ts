import type { ProjectConfig } from '../language/project.js';
import { isSameZone } from '../model/zone.js';
import type { Comparison } from './compare.js';
import type { Observation } from './observation.js';
import { projectAddress, type Guard, type Waiting } from './plan.js';
import type { Changed } from './subject.js';

const share = 0.3;

/** What stops an apply unless it is accepted by name (docs/cli.md#plan-and-apply). */
export function guardsOf(
  comparisons: readonly Comparison[],
  waiting: ReadonlyMap<string, readonly Waiting[]>,
  { unread, state, timezone: zone }: Observation,
  { name, timezone }: Pick<ProjectConfig, 'name' | 'timezone'>,
): readonly Guard[] {
  const removals = comparisons.filter(isRemoval);
  const shielded = new Set(state.applied.filter((copy) => copy.protected).map((copy) => copy.address));
  const lost = removals.filter(({ address }) => address.startsWith('trigger/') && waiting.has(address));
  const owner = state.config?.name ?? name;
  return [
    removalsGuard(removals, comparisons),
    none('protected', removals.filter((removal) => shielded.has(removal.address)).map(addressOf)),
    none('conflicts', comparisons.filter(isConflict).map(addressOf)),
    none(
      'waiting',
      lost.map(addressOf),
      lost.flatMap((removal) => waiting.get(removal.address) ?? []).reduce((sum, step) => sum + step.count, 0),
    ),
    none(
      'incomplete',
      unread.map((list) => list.list),
    ),
    none('project', owner === name ? [] : [projectAddress(owner)]),
    ...(zone === undefined ? [] : [zoneGuard({ account: zone, repository: timezone }, projectAddress(name))]),
  ];
}

export function isRemoval(comparison: Comparison): comparison is Comparison & { readonly verdict: Changed } {
  const { verdict } = comparison;
  return verdict.is === 'changed' && verdict.actions.some((action) => action === 'remove' || action === 'deactivate');
}

/** Repository and CRM both moved it since the last apply, and carrying it out would overwrite what the CRM has. */
function isConflict({ verdict }: Comparison): boolean {
  if (verdict.is !== 'changed' || verdict.executor === 'manual') return false;
  return verdict.losing === true || verdict.changes.some(({ origin, manual }) => origin === 'both' && manual !== true);
}

/** The kind that would lose most in proportion speaks for all: over 30 % of what was applied, or more than one when few. */
function removalsGuard(removals: readonly Comparison[], comparisons: readonly Comparison[]): Guard {
  const managed = comparisons.filter((comparison) => comparison.held.applied !== undefined);
  const kinds = [...new Set(removals.map(kindOf))].toSorted();
  const perKind = kinds.map((kind) => {
    const of = managed.filter((comparison) => kindOf(comparison) === kind).length;
    const addresses = removals.filter((removal) => kindOf(removal) === kind).map(addressOf);
    return { kind, of, value: addresses.length, limit: Math.max(1, Math.floor(of * share)), addresses };
  });
  const worst = perKind.toSorted((a, b) => b.value / b.limit - a.value / a.limit)[0];
  if (worst === undefined)
    return {
      id: 'removals',
      ok: true,
      value: 0,
      limit: Math.max(1, Math.floor(managed.length * share)),
      of: managed.length,
      addresses: [],
    };
  return { id: 'removals', ok: worst.value <= worst.limit, ...worst };
}

/** In another zone every time of the project would be off: what waits, what is quiet, when a day begins. */
function zoneGuard(zones: NonNullable<Guard['zones']>, settings: string): Guard {
  return { ...none('timezone', isSameZone(zones.account, zones.repository) ? [] : [settings]), zones };
}

function none(id: Guard['id'], addresses: readonly string[], value = addresses.length): Guard {
  return { id, ok: addresses.length === 0, value, limit: 0, addresses };
}

function addressOf(comparison: Comparison): string {
  return comparison.address;
}

function kindOf(comparison: Comparison): string {
  return comparison.kind.word.kind;
}
