import type { Entity, Scope } from '../../language/scope.js';
import type { Change, Event } from '../../model/event.js';
import { instant } from '../../model/instant.js';
import type { Instance } from '../../model/instance.js';
import { remembered } from '../../model/remembered.js';
import { mergeBonuses } from '../../vocabulary/ledger/mergeBonuses.js';
import { isMovement, rememberBonuses } from '../../vocabulary/ledger/rememberBonuses.js';
import { changedPart } from '../../vocabulary/on/path.js';
import { rememberStock } from '../../vocabulary/stock/stock.js';
import { rememberApproval } from '../messages/approvals.js';
import { rescheduleDeadlines } from '../time/deadlines.js';
import { enter } from '../entry/enter.js';
import type { Occasion } from '../entry/occasion.js';
import { namesOf, type Seen } from '../instances/exits.js';
import { mergeGoals, reachGoals } from '../instances/goals.js';
import type { Happening } from './happening.js';
import { lineEvents } from './lines.js';
import { mergeInstances } from '../merging/mergeInstances.js';
import { mergeUsed } from '../merging/mergeUsed.js';
import type { CompiledForm } from '../program.js';
import { keepRecent, mergeRecent } from '../instances/recent.js';
import { mergeDelivered, resettle } from '../time/resettle.js';
import { wake } from '../instances/resume.js';
import { eventVariable, variablesOf } from '../scope.js';
import { mayMoveSegments, updateSegments } from '../time/segments.js';
import { mergeSuppressed, updateSuppressionList } from '../messages/suppressionList.js';
import { markUsedByOrder } from './usedByOrder.js';
import { applyEvent, type Applied } from '../world.js';
import { refuse, type Work } from '../work.js';

/** World update → waits, exits and goals of live instances → segment changes → entries (docs/engine.md#a-turn). */
export function takeEvent(work: Work, event: Event): void {
  const applied = applyEvent(work.state.world, event);
  const { state } = work;
  if (event.type === 'stock.changed')
    rememberStock(
      event.data,
      (name) => state.memo(name),
      (name, value) => state.setMemo(name, value),
    );
  const { changes, customer, former } = applied;
  if (isMovement(event.type))
    rememberBonuses(event, {
      customer: customer === undefined ? undefined : state.world.customer(customer),
      programs: work.program.facts.programs?.values() ?? [],
      zone: work.program.zone,
      read: (name) => state.memo(name),
      write: (name, value) => state.setMemo(name, value),
    });
  updateSuppressionList(work.program, state, event, customer);
  if (event.type === 'template.moderated') rememberApproval(state, event.data);
  const moved = hasMoved(event, applied);
  takeOver(work, applied);
  markUsedByOrder(work, applied);
  resettle(work, event, applied);
  const ends = isEnding(event.type);
  if (moved) rescheduleDeadlines(work, applied, ends);
  const first: Happening = { event, changes, about: applied };
  const others = changes.length === 0 ? none : lineEvents(event, applied);
  if (!moved || customer === undefined || !(ends || mayMoveSegments(work, customer, applied)))
    return letHappen(work, others.length === 0 ? [first] : [first, ...others]);
  wakeAll(work, first);
  for (const each of others) wakeAll(work, each);
  const memberships = (former === undefined ? [customer] : [former, customer]).flatMap((whose) =>
    updateSegments(work, whose, event.id).map((membership): Happening => ({
      event: membership,
      changes: none,
      about: { customer: whose },
    })),
  );
  for (const each of memberships) wakeAll(work, each);
  enterAll(work, others.length + memberships.length === 0 ? [first] : [first, ...others, ...memberships]);
}

/** Live instances first, entries after: a ladder's step ends before the next begins. */
export function letHappen(work: Work, happenings: readonly Happening[]): void {
  for (const each of happenings) wakeAll(work, each);
  enterAll(work, happenings);
}

const isEnding = remembered((type) => /\.(created|deleted|merged)$/.test(type));

/** Whether anything is different from before: what is derived from the data need not be looked at otherwise. */
function hasMoved({ type }: Event, { changes, isNew }: Applied): boolean {
  // A ledger of bonuses is no field of the customer.
  return changes.length > 0 || isNew.order || isNew.customer || isEnding(type) || isMovement(type);
}

/** Who survives a merge goes on with what the others were in, and has heard and got what they had. */
function takeOver(work: Work, { merged, customer }: Applied): void {
  if (customer === undefined || merged === undefined) return;
  const { state } = work;
  for (const gone of merged) {
    mergeInstances(work, gone, customer);
    for (const message of state.sentTo(gone, instant(0)))
      state.recordSent(customer, { ...message, effect: `merged:${gone}` });
    mergeRecent(work, gone, customer);
    mergeGoals(work, gone, customer);
    mergeSuppressed(work.program, state, gone, customer);
    mergeUsed(work, gone, customer);
    mergeDelivered(work, gone, customer);
    mergeBonuses(work.program.facts.programs?.values() ?? [], gone, customer, {
      read: (name) => state.memo(name),
      write: (name, value) => state.setMemo(name, value),
    });
  }
}

function wakeAll(work: Work, happening: Happening): void {
  const { program } = work;
  const instances = concernedBy(work, happening);
  if (instances.length === 0 && !program.hasGoals && program.kept.size === 0) return;
  const { event, changes } = happening;
  const names = namesOf(event.type, changes);
  const variable = (also?: Entity): Entity => eventVariable(told(event, changes), '', also);
  // Most pass under one name.
  const { id } = event;
  if (names.size === 1) return hear(work, happening, instances, { id, names, variable: variable() });
  const [parts, ...others] = changedParts(work, happening, names);
  hear(work, happening, instances, { id, names, variable: variable(parts) });
  // Of several payments that one event changes every one is heard of, as where each has an event of its own.
  for (const [index, other] of others.entries()) {
    const ofOther = new Set(Object.keys(other).map((name) => `${name}.changed`));
    const seen: Seen = { id, part: index + 1, names: ofOther, variable: variable(other) };
    hear(work, happening, concernedBy(work, happening), seen);
  }
}

function concernedBy({ state, program }: Work, happening: Happening): readonly Instance[] {
  return isAboutSomebody(happening)
    ? state.concerning(happening.about)
    : (program.broadcasts.get(happening.event.type) ?? none).flatMap((code) => state.waitingOf(code));
}

function hear(work: Work, { about }: Happening, instances: readonly Instance[], seen: Seen): void {
  const { hasGoals, kept } = work.program;
  if (hasGoals) reachGoals(work, about, seen);
  for (const instance of instances) wake(work, instance, seen);
  if (kept.size > 0) keepRecent(work, about, seen);
}

/** What a raw change carries under the other names by which it passes, as `payment.changed` the payment; then what else is of the same name. */
function changedParts(
  { state }: Work,
  { event, changes, about }: Happening,
  names: Seen['names'],
): readonly Readonly<Record<string, unknown>>[] {
  const order = about.order === undefined ? undefined : state.world.order(about.order);
  const parts: Record<string, unknown> = {};
  const others: Record<string, unknown>[] = [];
  for (const change of changes) {
    const [[name, part] = []] = Object.entries(changedPart(change, order));
    if (name === undefined || !names.has(`${name}.changed`) || event.data[name] !== undefined) continue;
    parts[name] ??= part;
    if (parts[name] !== part && others.every((other) => other[name] !== part)) others.push({ [name]: part });
  }
  if (names.has('cart.changed') && event.data['cart'] === undefined && about.customer !== undefined)
    parts['cart'] = state.world.customer(about.customer)?.['cart'];
  return [parts, ...others];
}

function isAboutSomebody({ about: { order, customer, phone } }: Happening): boolean {
  return order !== undefined || customer !== undefined || phone !== undefined;
}

function enterAll(work: Work, happenings: readonly Happening[]): void {
  const { listeners } = work.program;
  const heard: Heard[] = [];
  for (const happening of happenings) {
    // Most happenings concern nobody: nothing is made for them.
    const forms = listeners.of(happening.event.type, happening.changes);
    if (forms.length > 0)
      heard.push({ happening, event: told(happening.event, happening.changes), forms, scope: undefined });
  }
  const [only] = heard;
  if (only === undefined) return;
  if (heard.length === 1) for (const form of only.forms) ask(work, form, only);
  else for (const { form, by } of byRank(heard)) ask(work, form, by);
}

/** A happening that somebody listens to. */
interface Heard {
  readonly happening: Happening;
  readonly event: Event;
  readonly forms: readonly CompiledForm[];
  /** Most conditions are false: all that read nothing of their own form are asked in one scope. */
  scope: Scope | undefined;
}

function byRank(heard: readonly Heard[]): readonly { readonly form: CompiledForm; readonly by: Heard }[] {
  return heard.flatMap((by) => by.forms.map((form) => ({ form, by }))).sort((a, b) => a.form.rank - b.form.rank);
}

function ask(work: Work, form: CompiledForm, by: Heard): void {
  const { happening, event } = by;
  if (form.sharesScope) {
    by.scope ??= variablesOf(eventVariable(event, ''), happening.about, work.ambient);
    if (form.where!.evaluate(by.scope) !== true) {
      if (work.explains && (form.word.match?.(form.spec, event, work.ambient) ?? []).length > 0)
        refuse(work, form.trigger, 'where', form.where!, by.scope, occasionOf(happening, event, form));
      return;
    }
  }
  for (const match of form.word.match?.(form.spec, event, work.ambient) ?? [])
    if (enter(work, form, match, occasionOf(happening, event, form))) return;
}

/** The event as conditions see it: with the changes that it made, under the names of the world. */
function told(event: Event, changes: readonly Change[]): Event {
  return changes.length === 0 ? event : { ...event, data: { ...event.data, changes } };
}

function occasionOf({ about }: Happening, event: Event, form: CompiledForm): Occasion {
  return {
    id: event.id,
    event: eventVariable(event, form.name),
    ...(about.order !== undefined && { order: about.order }),
    ...(about.customer !== undefined && { customer: about.customer }),
    ...(about.phone !== undefined && { phone: about.phone }),
    ...(event.cause !== undefined && { cause: event.cause }),
    ...(event.own === true && { own: true }),
  };
}

const none: readonly never[] = [];
