import type { Entity } from '../language/scope.js';
import { instant, parseInstant, type Instant } from '../model/instant.js';
import type { Timer } from '../model/instance.js';
import { valueAt } from './compile/evaluator.js';
import type { Deadline } from '../vocabulary/meaning.js';
import { enter, type Occasion } from './enter.js';
import type { CompiledForm } from './program.js';
import { variablesOf, zoneOf } from './scope.js';
import type { EntityKind } from './state.js';
import type { Work } from './work.js';

/** Recomputes the deadlines of an entity after it came to be or changed. `changed`: field paths with the entity first. */
export function rescheduleDeadlines(
  work: Work,
  kind: EntityKind,
  id: string,
  changed: readonly string[] | 'created',
): void {
  for (const form of work.program.deadlines[kind])
    if (changed === 'created' || moves(form, changed)) arm(work, form, kind, id);
}

/** A deadline's moment has come: it fires if it still stands, and moves if its data moved. */
export function fireDeadline(work: Work, timer: Timer): void {
  const form = formOfTimer(work, timer);
  const [kind, id] = subjectOf(timer);
  if (form === undefined) return;
  const deadline = deadlineOf(work, form, kind, id);
  if (deadline === undefined) return;
  if (deadline.due > work.now) return armAt(work, form, kind, id, deadline.due);
  work.state.setMemo(firedMemo(timer.id), deadline.episode);
  enter(work, form, { episode: deadline.episode }, occasionOf(work, kind, id, form, deadline));
  rearmRecurring(work, form, kind, id, deadline.due);
}

export function deadlineTimerId(form: CompiledForm, kind: EntityKind, id: string): string {
  return `deadline:${form.trigger.code}#${form.index}:${kind}/${id}`;
}

/** The episode that a deadline last fired for: it fires once, however often its data is looked at again. */
function firedMemo(timer: string): string {
  return `fired:${timer}`;
}

function arm(work: Work, form: CompiledForm, kind: EntityKind, id: string): void {
  const deadline = deadlineOf(work, form, kind, id);
  const timer = deadlineTimerId(form, kind, id);
  if (deadline === undefined || work.state.memo(firedMemo(timer)) === deadline.episode) work.state.disarm(timer);
  else armAt(work, form, kind, id, instant(Math.max(deadline.due, work.now)));
}

function armAt(work: Work, form: CompiledForm, kind: EntityKind, id: string, due: Instant): void {
  const timer = deadlineTimerId(form, kind, id);
  const known = work.state.timer(timer);
  if (known?.due === due) return;
  work.state.arm({
    id: timer,
    due,
    priority: form.trigger.priority,
    kind: 'deadline',
    owner: ownerOf(form),
    subject: `${kind}/${id}`,
    generation: (known?.generation ?? 0) + 1,
  });
}

/** A yearly date comes again; anything else waits for its data to move. */
function rearmRecurring(work: Work, form: CompiledForm, kind: EntityKind, id: string, fired: Instant): void {
  const later = { ...work, now: instant(work.now + 1), ambient: { ...work.ambient, now: instant(work.now + 1) } };
  const next = deadlineOf(later, form, kind, id);
  if (next !== undefined && next.due > fired) armAt(work, form, kind, id, next.due);
}

function deadlineOf(work: Work, form: CompiledForm, kind: EntityKind, id: string): Deadline | undefined {
  const { state, ambient, program } = work;
  const entity = kind === 'order' ? state.world.order(id) : state.world.customer(id);
  if (entity === undefined) return undefined;
  const about = aboutOf(work, kind, id, entity);
  const customer = about.customer === undefined ? undefined : state.world.customer(about.customer);
  const scope = { ...variablesOf({}, about, ambient), ambient };
  const floor = form.trigger.backfill === 'all' ? undefined : activatedAt(work, form);
  return form.word.deadline!.due(
    form.spec,
    {
      entity,
      value: (field) => fieldValue(work, kind, entity, field),
      zone: zoneOf(customer, program.zone),
      evaluate: (path) => form.evaluators.at([...form.path, ...path])(scope, () => undefined),
      since: (field) => {
        const since = state.world.since(kind, id, field) ?? state.world.createdAt(kind, id) ?? work.now;
        return floor !== undefined && floor > since ? floor : since;
      },
    },
    ambient,
  );
}

function fieldValue({ program, ambient }: Work, kind: EntityKind, entity: Entity, field: string): unknown {
  const compute = program.fields[kind][field]?.compute;
  return compute === undefined ? valueAt(entity, field.split('.')) : compute(entity, ambient);
}

function occasionOf(
  work: Work,
  kind: EntityKind,
  id: string,
  form: CompiledForm,
  { episode, event }: Deadline,
): Occasion {
  const entity = (kind === 'order' ? work.state.world.order(id) : work.state.world.customer(id)) ?? {};
  return {
    id: `${deadlineTimerId(form, kind, id)}@${episode}`,
    event: {
      type: `${kind}.${form.word.name}`,
      at: work.now,
      source: 'crmctl',
      on: form.name,
      field: form.spec[form.word.name],
      since: parseInstant(episode),
      ...event,
    },
    ...aboutOf(work, kind, id, entity),
  };
}

function aboutOf(_work: Work, kind: EntityKind, id: string, entity: Entity): { order?: string; customer?: string } {
  if (kind === 'customer') return { customer: id };
  const customer = entity['customer'] as { id?: unknown } | null | undefined;
  return { order: id, ...(customer?.id !== undefined && { customer: String(customer.id) }) };
}

function moves({ watches }: CompiledForm, changed: readonly string[]): boolean {
  return watches === undefined || changed.some((field) => watches.some((path) => covers(path, field)));
}

/** `order.status` moves with itself, `cart.updatedAt` with `customer.cart.updatedAt`, a whole with its parts and back. */
function covers(path: string, field: string): boolean {
  const own = field.replace(/^customer\.(?=cart\b|loyaltyAccount\b)/, '');
  return path === own || path.startsWith(`${own}.`) || own.startsWith(`${path}.`);
}

function ownerOf(form: CompiledForm): string {
  return `${form.trigger.code}#${form.index}`;
}

function formOfTimer({ program }: Work, { owner }: Timer): CompiledForm | undefined {
  const at = owner.lastIndexOf('#');
  return program.triggers.get(owner.slice(0, at))?.forms[Number(owner.slice(at + 1))];
}

function subjectOf({ subject = '' }: Timer): [EntityKind, string] {
  const at = subject.indexOf('/');
  return [subject.startsWith('order/') ? 'order' : 'customer', subject.slice(at + 1)];
}

function activatedAt({ state }: Work, form: CompiledForm): Instant | undefined {
  const value = state.memo(`active:${form.trigger.code}`);
  return value === undefined ? undefined : parseInstant(value);
}
