import type { Guard, Impact, Moved, Plan, Replay, TriggerImpact } from './plan.js';

/** What a back-test counted; the document of `run --dry-run` is one. */
export interface Replayed {
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly events: { readonly read: number };
  readonly triggers: readonly Activity[];
  readonly log: { readonly sha256: string };
}

interface Activity {
  readonly address: string;
  readonly entered: number;
  /** Done, by type of action. */
  readonly effects: Readonly<Record<string, number>>;
  /** Done, by channel. */
  readonly messages: Readonly<Record<string, number>>;
}

/** Percent by which no volume of messages may change unless it is accepted. */
const limit = 50;

/**
 * The plan with what it would have done on a recorded log, per trigger, and the guard on the volume of messages. `before` is absent when
 * nothing ran: then there is nothing to compare with, and nothing to guard. `against`: the revision that `before` is, if not what runs.
 */
export function withImpact(plan: Plan, before: Replayed | undefined, after: Replayed, against?: string): Plan {
  const formerly = new Map(plan.resources.map(({ address, renamedFrom }) => [address, renamedFrom ?? address]));
  const changed = triggersOf(before?.triggers ?? [], after.triggers, formerly);
  const byAddress = new Map(changed.map(({ address, ...impact }) => [address, impact]));
  const replay: Replay = {
    log: after.log.sha256,
    from: after.period.from,
    to: after.period.to,
    events: after.events.read,
    against: against ?? null,
    triggers: changed.filter(differs),
  };
  const guard =
    before === undefined ? undefined : volumeGuard(changed, new Set(after.triggers.map(({ address }) => address)));
  return {
    ...plan,
    replay,
    resources: plan.resources.map((resource) => ({ ...resource, impact: byAddress.get(resource.address) ?? null })),
    guards: guard === undefined ? plan.guards : [...plan.guards, guard],
  };
}

/** What two back-tests of the same log differ in, by trigger; `against`: the revision that is the one before. */
export interface Comparison {
  readonly against: string;
  readonly triggers: readonly TriggerImpact[];
}

export function compareReplays(before: Replayed, after: Replayed, against: string): Comparison {
  return { against, triggers: triggersOf(before.triggers, after.triggers, new Map()).filter(differs) };
}

/** Every trigger of either side, in the order of the addresses; one that was renamed is compared with its old self. */
function triggersOf(
  before: readonly Activity[],
  after: readonly Activity[],
  formerly: ReadonlyMap<string, string>,
): readonly TriggerImpact[] {
  const old = new Map(before.map((activity) => [activity.address, activity]));
  const now = new Map(after.map((activity) => [activity.address, activity]));
  const moved = new Set([...formerly].flatMap(([address, former]) => (former === address ? [] : [former])));
  const gone = before.map(({ address }) => address).filter((address) => !now.has(address) && !moved.has(address));
  return [...now.keys(), ...gone].toSorted().map((address) => ({
    address,
    ...impactOf(old.get(formerly.get(address) ?? address), now.get(address)),
  }));
}

function impactOf(before: Activity | undefined, after: Activity | undefined): Impact {
  return {
    entered: { before: before?.entered ?? 0, after: after?.entered ?? 0 },
    effects: counted(before?.effects ?? {}, after?.effects ?? {}),
    messages: counted(before?.messages ?? {}, after?.messages ?? {}),
  };
}

function counted(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, Moved>> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return Object.fromEntries(names.map((name) => [name, { before: before[name] ?? 0, after: after[name] ?? 0 }]));
}

function differs({ entered, effects, messages }: Impact): boolean {
  return [entered, ...Object.values(effects), ...Object.values(messages)].some(({ before, after }) => before !== after);
}

interface Volume extends Moved {
  readonly addresses: readonly string[];
}

/** The volume that moves most, of all channels as a whole and of each trigger that sent before and stays. */
function volumeGuard(triggers: readonly TriggerImpact[], staying: ReadonlySet<string>): Guard {
  const channels = [...new Set(triggers.flatMap(({ messages }) => Object.keys(messages)))].toSorted();
  const ofAll = channels.map((channel) => ofChannel(triggers, channel));
  const ofEach = triggers
    .filter(({ address }) => staying.has(address))
    .flatMap(({ address, messages }) =>
      Object.values(messages)
        .filter(({ before }) => before > 0)
        .map((moved): Volume => ({ ...moved, addresses: [address] })),
    );
  const [worst] = [...ofAll, ...ofEach].toSorted((a, b) => Math.abs(percent(b)) - Math.abs(percent(a)));
  const value = worst === undefined ? 0 : percent(worst);
  const ok = Math.abs(value) <= limit;
  return { id: 'replay', ok, value, limit, addresses: ok ? [] : (worst?.addresses ?? []) };
}

function ofChannel(triggers: readonly TriggerImpact[], channel: string): Volume {
  const moved = triggers.flatMap(({ address, messages }) => {
    const found = messages[channel];
    return found === undefined ? [] : [{ address, ...found }];
  });
  return {
    before: moved.reduce((sum, { before }) => sum + before, 0),
    after: moved.reduce((sum, { after }) => sum + after, 0),
    addresses: moved.filter(({ before, after }) => before !== after).map(({ address }) => address),
  };
}

/** Out of nothing is all of it. Away from zero, so that no change above the limit is rounded to it. */
function percent({ before, after }: Moved): number {
  if (before === after) return 0;
  const share = before === 0 ? 100 : (100 * (after - before)) / before;
  return Math.sign(share) * Math.ceil(Math.abs(share));
}
