import { momentOf } from '../../language/moment.js';
import type { Entity, Scope } from '../../language/scope.js';
import { parseInstant } from '../../model/instant.js';
import type { Deadline } from '../../vocabulary/meaning/form.js';
import { zoneOf } from '../../vocabulary/zoneOf.js';
import { activatedAt } from '../entry/activation.js';
import type { Occasion } from '../entry/occasion.js';
import type { CompiledForm } from '../program.js';
import { variablesOf } from '../scope.js';
import type { EntityKind } from '../state.js';
import type { Work } from '../work.js';
import { readField } from '../world/field.js';

/** When a form fires for an order or a customer as it is now, and what it counts from; `undefined`: it does not. */
export function deadlineOf(work: Work, form: CompiledForm, kind: EntityKind, id: string): Deadline | undefined {
  const { state, ambient, program } = work;
  const entity = kind === 'order' ? state.world.order(id) : state.world.customer(id);
  if (entity === undefined) return undefined;
  // Most entities have no such deadline: what only those need that have one is found when it is asked for.
  let scope: Scope | undefined;
  return form.word.deadline!.due(
    form.spec,
    {
      entity,
      value: (field) => fieldValue(work, kind, entity, field),
      moment: (field) => {
        const type = program.fields[kind][field]?.type.type ?? 'any';
        return type === 'timestamp' || type === 'any'
          ? momentOf(fieldValue(work, kind, entity, field), program.zone)
          : undefined;
      },
      zone() {
        const { customer } = aboutOf(kind, id, entity);
        const card = customer === undefined ? undefined : state.world.customer(customer);
        return zoneOf({ customer: card, ...(kind === 'order' && { order: entity }) }, ambient);
      },
      evaluate: (path) => {
        const evaluate = form.evaluators.at(path);
        return evaluate.literal
          ? evaluate.literal.value
          : evaluate((scope ??= variablesOf({}, aboutOf(kind, id, entity), ambient)), ignore);
      },
      since: (field) => {
        const since = state.world.since(kind, id, field) ?? state.world.createdAt(kind, id) ?? work.now;
        const floor = form.trigger.backfill === 'all' ? undefined : activatedAt(work, form.trigger);
        return floor !== undefined && floor > since ? floor : since;
      },
    },
    ambient,
  );
}

const ignore = (): void => undefined;

function fieldValue({ program, ambient }: Work, kind: EntityKind, entity: Entity, field: string): unknown {
  const compute = program.fields[kind][field]?.compute;
  return compute === undefined ? readField(entity, field) : compute(entity, ambient);
}

/** What sets the form off at its deadline. */
export function occasionOf(
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
    ...aboutOf(kind, id, entity),
  };
}

function aboutOf(kind: EntityKind, id: string, entity: Entity): { order?: string; customer?: string } {
  if (kind === 'customer') return { customer: id };
  const customer = entity['customer'] as { id?: unknown } | null | undefined;
  return { order: id, ...(customer?.id !== undefined && { customer: String(customer.id) }) };
}

export function deadlineTimerId(form: CompiledForm, kind: EntityKind, id: string): string {
  return form.timers[kind] + id;
}
