import type { WallClock } from '../../model/wallClock.js';
import type { Guard, Impact, Plan, PlanResource, Replay, Summary, TriggerImpact, Waiting } from '../../plan/plan.js';
import { numberText } from '../backtest/columns.js';

export type Symbol_ = '+' | '~' | '-' | '>' | '!';

/** The sign before a resource: the strongest thing that happens to it. */
export function symbolOf({ actions }: Pick<PlanResource, 'actions'>): Symbol_ {
  const [first = 'update'] = actions;
  return ({ create: '+', update: '~', remove: '-', deactivate: '-', rename: '>', manual: '!' } as const)[first];
}

/** `no-answer` of `trigger/no-answer`. */
export function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}

/** The one line that can be grepped. */
export function summaryLine(summary: Summary): string {
  const { create, update, remove, rename, manual, unchanged, unmanaged } = summary;
  const renamed = rename > 0 ? `${rename} to rename, ` : '';
  return `Plan: ${create} to add, ${update} to change, ${remove} to remove, ${renamed}${manual} by hand.   ${unchanged} unchanged, ${unmanaged} not managed`;
}

/** The guards worth a word: removals and what was replayed always, the others when there is something. */
export function guardTexts({ guards }: Plan): readonly string[] {
  return guards.filter(({ id, ok }) => id === 'removals' || id === 'replay' || !ok).map(guardText);
}

export function guardText(guard: Guard): string {
  if (guard.id === 'replay') {
    const change = `replay change ${signed(guard.value)} %`;
    return guard.ok ? `${change} ok` : `${change} refused (limit ${guard.limit} %)`;
  }
  if (guard.id === 'project') {
    const [owner = ''] = guard.addresses;
    return guard.ok ? 'project ok' : `project refused (what is applied here is of the project ${nameOf(owner)})`;
  }
  if (guard.zones !== undefined) {
    const { account, repository } = guard.zones;
    return guard.ok
      ? 'timezone ok'
      : `timezone refused (the account's is ${account}, that of crmctl.yaml ${repository}: every time would be off)`;
  }
  const value =
    guard.id === 'removals'
      ? `removals ${guard.value} of ${guard.of ?? 0}${guard.kind === undefined ? '' : ` ${guard.kind}`}`
      : `${guard.id} ${guard.value}`;
  return guard.ok ? `${value} ok` : `${value} refused (limit ${guard.limit})`;
}

/** Why guards refuse, and because of what. */
export function refusalText(guards: readonly Guard[]): string {
  return guards.map((guard) => `${guardText(guard)}: ${guard.addresses.join(', ')}`).join('; ');
}

/** `pause 41, call 3   inFlight: pin, nothing moves`, one line for each fate. */
export function waitingTexts(waiting: readonly Waiting[]): readonly string[] {
  const fates = [...new Set(waiting.map((step) => `inFlight: ${step.inFlight}, ${step.then}`))];
  return fates.map((fate) => {
    const steps = waiting.filter((step) => `inFlight: ${step.inFlight}, ${step.then}` === fate);
    return `${steps.map((step) => `${step.step} ${step.count}`).join(', ')}   ${fate}`;
  });
}

/** `entered 412 → 398, task 412 → 398, sms 206 → 206`: what a trigger did on the log, and what it would do. */
export function impactText({ entered, effects, messages }: Impact): string {
  // Messages say by channel what `send` counts.
  const actions = Object.entries(effects).filter(([type]) => type !== 'send');
  const counts = [['entered', entered] as const, ...actions, ...Object.entries(messages)];
  const texts = counts
    .filter(([, { before, after }]) => before > 0 || after > 0)
    .map(([name, { before, after }]) => `${name} ${before} → ${after}`);
  return texts.length === 0 ? 'does nothing on this log' : texts.join(', ');
}

/** Triggers that act otherwise on the log although the plan does not name them: something that they use changes. */
export function indirectImpacts({ replay, resources }: Plan): readonly TriggerImpact[] {
  const named = new Set(resources.map(({ address }) => address));
  return (replay?.triggers ?? []).filter(({ address }) => !named.has(address));
}

/** The line about the log, in days of the account. */
export function replayLine({ from, to, events, against, triggers }: Replay, { show }: WallClock): string {
  const period =
    from === null || to === null
      ? 'no events'
      : `${show(from).slice(0, 10)} – ${show(to).slice(0, 10)}, ${numberText(events)} events`;
  const than = against === null ? 'than what runs' : `than at ${against}`;
  const who = triggers.length === 1 ? '1 trigger acts' : `${triggers.length} triggers act`;
  return `Replay: ${period}; ${who} otherwise ${than}.`;
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0';
}

/** Reasons that the symbol, or the mark at each field, says already need no words. */
export function remarkOf(resource: PlanResource): string | undefined {
  const { actions, reason, manual } = resource;
  if (actions[0] === 'manual') return `manual: ${manual ?? reason}`;
  return reason.startsWith('new in the repository') || reason.startsWith('changed in ') ? undefined : reason;
}

export function byGroup<R extends { readonly group: string; readonly address: string }>(
  resources: readonly R[],
): readonly (readonly [string, readonly R[]])[] {
  const groups = [...new Set(resources.map((resource) => resource.group))].toSorted();
  return groups.map((group) => [
    group,
    resources.filter((resource) => resource.group === group).toSorted((a, b) => (a.address < b.address ? -1 : 1)),
  ]);
}

/** The guards to accept, as flags: ` --accept removals`. */
export function acceptFlags({ guards }: Plan): string {
  return guards
    .filter((guard) => !guard.ok)
    .map((guard) => ` --accept ${guard.id}`)
    .join('');
}

export function isEmpty({ resources }: Plan): boolean {
  return resources.length === 0;
}

/** Nothing of it is for `apply`: what is left is a person's. */
export function isByHand({ resources, base }: Plan): boolean {
  return (
    resources.length > 0 &&
    resources.every(({ executor }) => executor === 'manual') &&
    base.record.length + base.forget.length === 0
  );
}

export const leftOutNext = 'Not to be applied: the runner could not run what would follow.';

export const byHandNext = 'Nothing to apply: what is left is done by hand. Then plan again.';
