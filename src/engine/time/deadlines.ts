import type { Change } from '../../model/event.js';
import type { Timer } from '../../model/instance.js';
import { instant, type Instant } from '../../model/instant.js';
import { activatedAt } from '../entry/activation.js';
import { enter } from '../entry/enter.js';
import type { CompiledForm, DeadlineForms } from '../program.js';
import type { EntityKind } from '../state.js';
import type { Work } from '../work.js';
import type { Applied } from '../world.js';
import { deadlineOf, deadlineTimerId, occasionOf } from './deadlineOf.js';
import { listOfOrders } from './watches.js';

/** Recomputes what is derived from the entities that an event touched. `all`: one of them came or went. */
export function rescheduleDeadlines(work: Work, applied: Applied, all: boolean): void {
  const { order, customer, changes, isNew, moved, former } = applied;
  const { deadlines } = work.program;
  if (deadlines.order.all.length + deadlines.customer.all.length === 0) return;
  if (order !== undefined)
    for (const form of formsOf(deadlines.order, changes, isNew.order || all)) arm(work, form, 'order', order);
  if (former !== undefined)
    for (const form of formsOf(deadlines.customer, none, false, alsoByPlacing)) arm(work, form, 'customer', former);
  if (customer === undefined) return;
  const also = order === undefined ? none : moved.order ? alsoByPlacing : alsoByOrder;
  for (const form of formsOf(deadlines.customer, changes, isNew.customer || all, also))
    arm(work, form, 'customer', customer);
  // What an order's moment is derived from may stand on the card of its customer.
  const shared = formsOf(deadlines.order, changes.filter(isOfCustomer), false).filter(readsCustomer);
  if (shared.length === 0) return;
  for (const { id } of work.state.world.ordersOf(customer))
    if (String(id) !== order) for (const form of shared) arm(work, form, 'order', String(id));
}

/** Recomputes all that is derived from an order, and (when he is given) from a customer and the orders that he has. */
export function rearmDeadlines(work: Work, order: string | undefined, customer: string | undefined): void {
  const { deadlines } = work.program;
  const armAll = (kind: EntityKind, id: string): void => {
    for (const form of deadlines[kind].all) arm(work, form, kind, id);
  };
  if (order !== undefined) armAll('order', order);
  if (customer === undefined) return;
  armAll('customer', customer);
  if (deadlines.order.all.length === 0) return;
  for (const { id } of work.state.world.ordersOf(customer)) if (String(id) !== order) armAll('order', String(id));
}

/** `also`: fields that moved without being among the changes. */
function formsOf(
  { all, ofField }: DeadlineForms,
  changes: readonly Change[],
  every: boolean,
  also: readonly string[] = none,
): readonly CompiledForm[] {
  if (all.length === 0 || every) return all;
  if (changes.length === 1 && also.length === 0) return ofField(changes[0]!.field);
  const found = new Set<CompiledForm>(also.flatMap(ofField));
  for (const { field } of changes) for (const form of ofField(field)) found.add(form);
  return [...found];
}

const none: readonly never[] = [];

/** No form watches it: found are those that anything may move. */
const noField = '';
/** What an event of an order moves of its customer, and what moves when an order comes or goes. */
const alsoByOrder = [noField];
const alsoByPlacing = [noField, listOfOrders];

function isOfCustomer({ field }: Change): boolean {
  return field.startsWith('customer.');
}

function readsCustomer({ watches }: CompiledForm): boolean {
  return watches?.some((path) => path.startsWith('customer.')) === true;
}

/** A deadline's moment has come: it fires if it still stands, and moves if its data moved. */
export function fireDeadline(work: Work, timer: Timer): void {
  const [kind, id] = subjectOf(timer);
  const form = formOfTimer(work, timer, kind);
  if (form === undefined) return;
  const deadline = deadlineOf(work, form, kind, id);
  if (deadline === undefined) return;
  if (deadline.due > work.now) return armAt(work, form, kind, id, deadline.due);
  work.state.setMemo(firedMemo(timer.id), deadline.episode);
  enter(work, form, { episode: deadline.episode }, occasionOf(work, kind, id, form, deadline));
  rearmRecurring(work, form, kind, id, deadline.due);
}

/** Under a new release: the deadlines of everything that is there. What was over before its trigger became active stays over. */
export function adoptDeadlines(work: Work): void {
  for (const kind of ['order', 'customer'] as const) {
    const forms = work.program.deadlines[kind].all;
    if (forms.length > 0)
      for (const { id } of work.state.world.all(kind)) for (const form of forms) adopt(work, form, kind, String(id));
  }
}

function adopt(work: Work, form: CompiledForm, kind: EntityKind, id: string): void {
  const deadline = deadlineOf(work, form, kind, id);
  const timer = deadlineTimerId(form, kind, id);
  const floor = form.trigger.backfill === 'all' ? undefined : activatedAt(work, form.trigger);
  const isOver = deadline !== undefined && floor !== undefined && deadline.due < floor;
  if (deadline === undefined || isOver) return work.state.disarm(timer);
  if (work.state.memo(firedMemo(timer)) === deadline.episode)
    return hasFired(work, form, kind, id, deadline.due, timer);
  // In time or late, and then as late as it is.
  armAt(work, form, kind, id, floor === undefined ? instant(Math.max(deadline.due, work.now)) : deadline.due);
}

/** The episode that a deadline last fired for: it fires once, however often its data is looked at again. */
function firedMemo(timer: string): string {
  return `fired:${timer}`;
}

function arm(work: Work, form: CompiledForm, kind: EntityKind, id: string): void {
  const deadline = deadlineOf(work, form, kind, id);
  const timer = deadlineTimerId(form, kind, id);
  if (deadline === undefined) return work.state.disarm(timer);
  const due = instant(Math.max(deadline.due, work.now));
  // Most events move no deadline.
  if (work.state.timer(timer)?.due === due) return;
  if (work.state.memo(firedMemo(timer)) !== deadline.episode) return armAt(work, form, kind, id, due, timer);
  hasFired(work, form, kind, id, deadline.due, timer);
}

/** It fires once, also where the moment is still at hand, or lies ahead once more because the clock was put back. */
function hasFired(work: Work, form: CompiledForm, kind: EntityKind, id: string, due: Instant, timer: string): void {
  work.state.disarm(timer);
  if (due >= work.now) rearmRecurring(work, form, kind, id, due);
}

function armAt(
  work: Work,
  form: CompiledForm,
  kind: EntityKind,
  id: string,
  due: Instant,
  timer = deadlineTimerId(form, kind, id),
): void {
  const known = work.state.timer(timer);
  if (known?.due === due) return;
  work.state.arm({
    id: timer,
    due,
    priority: form.trigger.priority,
    kind: 'deadline',
    owner: form.owner,
    subject: `${kind}/${id}`,
    generation: (known?.generation ?? 0) + 1,
  });
}

/** A yearly date comes again; anything else waits for its data to move. */
function rearmRecurring(work: Work, form: CompiledForm, kind: EntityKind, id: string, fired: Instant): void {
  const now = instant(Math.max(work.now, fired) + 1);
  const later = { ...work, now, ambient: { ...work.ambient, now } };
  const next = deadlineOf(later, form, kind, id);
  if (next !== undefined && next.due > fired) armAt(work, form, kind, id, next.due);
}

/** A release may have put another form in its place. */
function formOfTimer({ program }: Work, { owner }: Timer, kind: EntityKind): CompiledForm | undefined {
  const at = owner.lastIndexOf('#');
  const form = program.triggers.get(owner.slice(0, at))?.forms[Number(owner.slice(at + 1))];
  return form?.word.deadline?.subject(form.spec) === kind ? form : undefined;
}

function subjectOf({ subject = '' }: Timer): [EntityKind, string] {
  const at = subject.indexOf('/');
  return [subject.startsWith('order/') ? 'order' : 'customer', subject.slice(at + 1)];
}
