import type { TurnOutcome } from '../engine/index.js';
import type { Effect } from '../model/effect.js';
import type { Instant } from '../model/instant.js';
import type { JournalRecord } from '../model/instance.js';

export type Counts = Readonly<Record<string, number>>;

/** What a trigger did in the period; `waiting` are its instances at the end, whenever they entered. */
export interface TriggerResult {
  readonly address: string;
  readonly entered: number;
  readonly completed: number;
  readonly exited: number;
  /** Ended by a `stop` step. */
  readonly stopped: number;
  readonly failed: number;
  readonly waiting: number;
  readonly goals: number;
  /** Entries that came to nothing, by reason: `already-running`, `once`. */
  readonly ignored: Counts;
  /** Done, by type of action. */
  readonly effects: Counts;
  /** Done messages, by channel. */
  readonly messages: Counts;
  readonly skipped: Counts;
  /** Still held back at the end, by reason. */
  readonly deferred: Counts;
}

export interface SegmentResult {
  readonly address: string;
  /** At the end. */
  readonly members: number;
  readonly entered: number;
  readonly left: number;
}

export type Totals = Omit<TriggerResult, 'address'>;

/** Counts what happens from a moment on; what comes before is warm-up and counts only for who is waiting or a member. */
export interface Tally {
  add(outcome: TurnOutcome, now: Instant): void;
  segments(before: readonly string[], after: readonly string[], now: Instant): void;
  /** An effect that is still held back at the end. */
  deferred(effect: Effect): void;
  triggers(): readonly TriggerResult[];
  segmentResults(): readonly SegmentResult[];
}

type Count = Record<string, number>;

interface Trigger {
  live: number;
  readonly lives: Count;
  readonly ignored: Count;
  readonly effects: Count;
  readonly messages: Count;
  readonly skipped: Count;
  readonly deferred: Count;
}

const ends = new Set(['completed', 'exited', 'stopped', 'failed']);

/** `segments`: address by code. */
export function createTally(
  triggers: readonly string[],
  segments: ReadonlyMap<string, string>,
  from: Instant | undefined,
): Tally {
  const byTrigger = new Map(triggers.map((address) => [address, newTrigger()]));
  const bySegment = new Map([...segments.keys()].map((code) => [code, { members: 0, entered: 0, left: 0 }]));
  const counts = (now: Instant): boolean => from === undefined || now >= from;

  const record = ({ trigger: address, what, reason }: JournalRecord, counted: boolean): void => {
    const trigger = byTrigger.get(address);
    if (!trigger) return;
    if (what === 'entered') trigger.live++;
    else if (ends.has(what)) trigger.live--;
    if (!counted) return;
    if (what === 'ignored') bump(trigger.ignored, reason ?? 'ignored');
    else bump(trigger.lives, what);
  };
  const effect = ({ trigger: address, type, outcome, reason, channel }: Effect): void => {
    const trigger = byTrigger.get(address);
    if (!trigger) return;
    if (outcome === 'skipped') bump(trigger.skipped, reason ?? 'skipped');
    if (outcome !== 'done') return;
    bump(trigger.effects, type);
    if (channel !== undefined) bump(trigger.messages, channel);
  };
  return {
    add({ effects, journal }, now) {
      const counted = counts(now);
      for (const line of journal) record(line, counted);
      if (counted) for (const each of effects) effect(each);
    },
    segments(before, after, now) {
      for (const code of before) if (!after.includes(code)) move(bySegment.get(code), -1, counts(now));
      for (const code of after) if (!before.includes(code)) move(bySegment.get(code), 1, counts(now));
    },
    deferred({ trigger, reason }) {
      const known = byTrigger.get(trigger);
      if (known) bump(known.deferred, reason ?? 'deferred');
    },
    triggers: () => [...byTrigger].map(([address, trigger]) => resultOf(address, trigger)).sort(byAddress),
    segmentResults: () =>
      [...bySegment].map(([code, segment]) => ({ address: segments.get(code)!, ...segment })).sort(byAddress),
  };
}

/** All triggers together. */
export function totalsOf(triggers: readonly Totals[]): Totals {
  const sum = (of: (trigger: Totals) => number): number => triggers.reduce((total, each) => total + of(each), 0);
  const merge = (of: (trigger: Totals) => Counts): Counts => {
    const merged: Count = {};
    for (const trigger of triggers) for (const [name, count] of Object.entries(of(trigger))) bump(merged, name, count);
    return sorted(merged);
  };
  return {
    entered: sum(({ entered }) => entered),
    completed: sum(({ completed }) => completed),
    exited: sum(({ exited }) => exited),
    stopped: sum(({ stopped }) => stopped),
    failed: sum(({ failed }) => failed),
    waiting: sum(({ waiting }) => waiting),
    goals: sum(({ goals }) => goals),
    ignored: merge(({ ignored }) => ignored),
    effects: merge(({ effects }) => effects),
    messages: merge(({ messages }) => messages),
    skipped: merge(({ skipped }) => skipped),
    deferred: merge(({ deferred }) => deferred),
  };
}

/** The shares of some customers each together. */
export function allTriggers(shares: readonly (readonly TriggerResult[])[]): readonly TriggerResult[] {
  return byAddressOf(shares).map(([address, results]) => ({ address, ...totalsOf(results) }));
}

export function allSegments(shares: readonly (readonly SegmentResult[])[]): readonly SegmentResult[] {
  return byAddressOf(shares).map(([address, results]) => {
    const sum = (of: (result: SegmentResult) => number): number => results.reduce((total, each) => total + of(each), 0);
    return {
      address,
      members: sum((each) => each.members),
      entered: sum((each) => each.entered),
      left: sum((each) => each.left),
    };
  });
}

function byAddressOf<T extends { readonly address: string }>(
  shares: readonly (readonly T[])[],
): readonly [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const each of shares.flat()) {
    const known = found.get(each.address);
    if (known) known.push(each);
    else found.set(each.address, [each]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function newTrigger(): Trigger {
  return { live: 0, lives: {}, ignored: {}, effects: {}, messages: {}, skipped: {}, deferred: {} };
}

function resultOf(address: string, { live, lives, ...counts }: Trigger): TriggerResult {
  return {
    address,
    entered: lives['entered'] ?? 0,
    completed: lives['completed'] ?? 0,
    exited: lives['exited'] ?? 0,
    stopped: lives['stopped'] ?? 0,
    failed: lives['failed'] ?? 0,
    waiting: live,
    goals: lives['goal'] ?? 0,
    ignored: sorted(counts.ignored),
    effects: sorted(counts.effects),
    messages: sorted(counts.messages),
    skipped: sorted(counts.skipped),
    deferred: sorted(counts.deferred),
  };
}

function move(
  segment: { members: number; entered: number; left: number } | undefined,
  by: 1 | -1,
  counted: boolean,
): void {
  if (!segment) return;
  segment.members += by;
  if (counted) segment[by > 0 ? 'entered' : 'left']++;
}

function bump(counts: Count, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

export function sorted(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return a.address < b.address ? -1 : 1;
}
