import type { Entity } from '../../language/scope.js';
import type { Instance } from '../../model/instance.js';
import { changedPart } from '../../vocabulary/on/path.js';
import { namesOf, type Seen } from '../instances/exits.js';
import { reachGoals } from '../instances/goals.js';
import { keepRecent } from '../instances/recent.js';
import { wake } from '../instances/resume.js';
import { eventVariable } from '../scope.js';
import type { Work } from '../work.js';
import { told, type Happening } from './happening.js';

/** Live instances that a happening concerns: their goals, their exits, what they wait for. */
export function wakeAll(work: Work, happening: Happening): void {
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

const none: readonly never[] = [];
