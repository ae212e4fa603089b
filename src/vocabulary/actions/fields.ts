import type { Scope, WorldView } from '../../language/scope.js';
import { canonicalJson } from '../../model/digest.js';
import { parseInstant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import type { Reaction } from '../meaning/action.js';
import type { StepContext } from '../meaning/context.js';
import { entityOfPath, fieldOfPath, valueAtPath } from '../on/path.js';

/** One field of an order or a customer that gets another value; `element`: of which payment or line. */
export interface FieldChange {
  readonly entity: 'order' | 'customer';
  /** Below the entity: `status`, `payments.status`, `customFields.callAt`. */
  readonly field: string;
  readonly before: unknown;
  readonly value: unknown;
  readonly element?: string | number;
}

type About = Pick<StepContext, 'scope' | 'order' | 'customer'>;

/** What a field is of, where there is none or it is not known which. */
export function lackingFor(path: string, about: About): 'order' | 'customer' | 'payment' | 'item' | undefined {
  const entity = entityOfPath(path);
  if (about[entity] === undefined) return entity;
  const field = fieldOfPath(path);
  if (ownerOf(entity, field, about.scope) !== undefined) return undefined;
  return field.startsWith('payments.') ? 'payment' : 'item';
}

/** What differs from the data as it is now; a value that is missing changes nothing, nor do fields of what there is not. `undefined`: nothing does. */
export function changesTo(
  fields: readonly string[],
  valueOf: (field: string) => unknown,
  about: About,
): { readonly changes: readonly FieldChange[] } | undefined {
  const changes = fields.flatMap((path): readonly FieldChange[] => {
    const entity = entityOfPath(path);
    const field = fieldOfPath(path);
    const found = about[entity] === undefined ? undefined : ownerOf(entity, field, about.scope);
    const value = found && wire(valueOf(path), about.scope.ambient.zone);
    if (value === undefined) return [];
    const { owner, element } = found!;
    const before = valueAtPath(owner.data, owner.field);
    return same(before, value)
      ? []
      : [{ entity, field, before: before ?? null, value, ...(element !== undefined && { element }) }];
  });
  return changes.length === 0 ? undefined : { changes };
}

/** What the world hears of it: of the customer and of the order each what is different from how they are now. */
export function eventsOfChanges(
  changes: readonly FieldChange[],
  ids: { readonly order?: string; readonly customer?: string },
  world: WorldView,
): readonly NonNullable<Reaction['event']>[] {
  return (['customer', 'order'] as const).flatMap((entity) => {
    const id = ids[entity];
    if (id === undefined) return [];
    const known = world[entity](id);
    const differing = changes
      .filter((change) => change.entity === entity)
      .map(({ field, before, value, element }) => ({
        field,
        old: known === undefined ? before : (valueOfElement(known, field, element) ?? null),
        new: value,
        ...(element !== undefined && { element }),
      }))
      .filter((change) => !same(change.old, change.new));
    if (differing.length === 0) return [];
    const link = entity === 'order' && ids.customer !== undefined ? { customer: { id: ids.customer } } : {};
    return [{ type: `${entity}.changed`, data: { ...link, [entity]: { id }, changes: differing } }];
  });
}

/** Of the payment or line when the field is of one; the API gives payments also as a map. */
export function valueOfElement(
  whole: Readonly<Record<string, unknown>>,
  field: string,
  element: FieldChange['element'],
): unknown {
  if (element === undefined) return valueAtPath(whole, field);
  const dot = field.indexOf('.');
  const members = Object.values((whole[field.slice(0, dot)] ?? {}) as object).filter(isObject);
  const found = members.find((member) => String(member['id']) === String(element));
  return found && valueAtPath(found, field.slice(dot + 1));
}

/** Fields as the API takes them: `{customFields: {callAt: …}}`. */
export function nested(changes: readonly FieldChange[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const { field, value } of changes) {
    const members = field.split('.');
    let at = whole;
    for (const member of members.slice(0, -1)) {
      const inner = isObject(at[member]) ? at[member] : {};
      at[member] = inner;
      at = inner;
    }
    at[members.at(-1)!] = value;
  }
  return whole;
}

/** Equal as far as the CRM is concerned: numbers and their texts are. */
export function same(a: unknown, b: unknown): boolean {
  return (
    a === b ||
    (typeof a !== typeof b && a !== null && b !== null && String(a) === String(b)) ||
    canonicalJson(a) === canonicalJson(b)
  );
}

/** A payment or a line is the one in scope, else the order's only one. `undefined`: neither. */
function ownerOf(
  entity: FieldChange['entity'],
  field: string,
  scope: Scope,
):
  | {
      owner: { readonly data: Readonly<Record<string, unknown>>; readonly field: string };
      element?: string | number;
    }
  | undefined {
  const data = isObject(scope[entity]) ? scope[entity] : {};
  const [member = '', ...rest] = field.split('.');
  const isOfElement = entity === 'order' && (member === 'payments' || member === 'items');
  const list = data[member] ?? (isOfElement ? [] : undefined);
  if (!Array.isArray(list) || rest.length === 0) return { owner: { data, field } };
  const named = scope[member === 'payments' ? 'payment' : 'item'];
  const id = isObject(named) ? named['id'] : undefined;
  const found: unknown =
    id === undefined
      ? list.length === 1
        ? list[0]
        : undefined
      : list.find((each) => isObject(each) && String(each['id']) === String(id));
  if (!isObject(found)) return isOfElement ? undefined : { owner: { data: {}, field } };
  const key = found['id'];
  return {
    owner: { data: found, field: rest.join('.') },
    ...((typeof key === 'string' || typeof key === 'number') && { element: key }),
  };
}

/** Moments travel as the CRM writes them: local time of the account, without an offset. */
function wire(value: unknown, zone: string): unknown {
  const moment = typeof value === 'string' ? parseInstant(value) : undefined;
  if (moment !== undefined) return formatLocal(toLocal(zone, moment));
  if (isObject(value) && typeof value['code'] === 'string') return value['code'];
  return value;
}
