import type { WorldView } from '../language/scope.js';
import type { Event } from '../model/event.js';
import { isObject } from '../model/json.js';
import { plainPhone } from '../model/phone.js';
import type { Reaction } from '../vocabulary/meaning/action.js';
import type { Written } from './echoes.js';

type Data = Readonly<Record<string, unknown>>;
type Told = NonNullable<Reaction['event']>;

/**
 * What an effect is about to make in the CRM or to take out of it: orders, customers, lines, payments. The history tells of each by an
 * event of its own, whose type stands for the field, and names it by what the CRM is told of it before it has an id.
 */
export function madeBy({ event, further = [] }: Reaction, world: WorldView): readonly Written[] {
  return [...(event === undefined ? [] : [event]), ...further].flatMap(
    (told) => makings[told.type]?.(told, world) ?? [],
  );
}

/** The names by which what an event of the history tells of may be awaited; none: it makes nothing. */
export function namesOfMade({ type, data }: Event): readonly Pick<Written, 'entity' | 'id' | 'field' | 'element'>[] {
  const { order = {}, customer = {}, item, payment } = data;
  const part = (element: string) => ({ entity: 'order', id: String(order['id']), field: type, element });
  switch (type) {
    case 'order.created':
      return textsOf([order['externalId']]).map((id) => ({ entity: 'order', id, field: type }));
    case 'customer.created':
      return [...textsOf([customer['externalId']]), ...addressesOf(customer)].map((id) => ({
        entity: 'customer',
        id,
        field: type,
      }));
    case 'customer.merged':
      return [{ entity: 'customer', id: String(customer['id']), field: type }];
    case 'item.added':
    case 'item.removed':
      return namesOfPart(item).map(part);
    case 'payment.changed':
      return data.changes === undefined ? namesOfPart(payment).map(part) : [];
    default:
      return [];
  }
}

/** Whether a line that the history names by nothing that we gave it can be this one. */
export function couldBe(line: unknown, made: unknown): boolean {
  if (!isObject(line) || !isObject(made) || marksOf(line).length > 0) return false;
  const [offer, wanted] = [line['offer'], made['offer']];
  return (
    Number(line['quantity'] ?? 1) === Number(made['quantity'] ?? 1) &&
    (!isObject(offer) ||
      !isObject(wanted) ||
      Object.keys(wanted).every((name) => offer[name] === undefined || String(offer[name]) === String(wanted[name])))
  );
}

const makings: Readonly<Record<string, (told: Told, world: WorldView) => readonly Written[]>> = {
  'order.created': ({ type, data: { order } }) =>
    isObject(order) ? [{ entity: 'order', id: String(order['externalId']), field: type, value: undefined }] : [],
  // Of one whom the CRM makes together with an order nothing is known but how he is reached.
  'customer.created': ({ type, data: { customer } }) => {
    if (!isObject(customer)) return [];
    const [id] = [...textsOf([customer['externalId']]), ...addressesOf(customer)];
    return id === undefined ? [] : [{ entity: 'customer', id, field: type, value: undefined }];
  },
  'customer.merged': ({ type, data: { customer, combinedTo } }, world) => {
    if (!isObject(customer) || !isObject(combinedTo)) return [];
    const [gone, survivor] = [String(customer['id']), String(combinedTo['id'])];
    const known = phonesOf(world.customer(survivor));
    return [
      { entity: 'customer', id: gone, field: type, value: undefined },
      ...phonesOf(world.customer(gone))
        .filter((number) => !known.includes(number))
        .map((number) => ({ entity: 'customer', id: survivor, field: 'phones', element: number, value: { number } })),
    ];
  },
  'order.changed': ({ data: { order } }, world) => {
    if (!isObject(order)) return [];
    const id = String(order['id']);
    const before = world.order(id) ?? {};
    const each = (field: string, parts: readonly Data[]): readonly Written[] =>
      parts.map(({ id: element, offer, quantity }) => ({
        entity: 'order',
        id,
        field,
        element: String(element),
        value: { offer, quantity },
      }));
    const { items, payments } = order;
    return [
      ...(items === undefined ? [] : each('item.added', without(items, before['items']))),
      ...(items === undefined ? [] : each('item.removed', without(before['items'], items))),
      ...(payments === undefined ? [] : each('payment.changed', without(payments, before['payments']))),
    ];
  },
};

/** Members of a list that another one has not. */
function without(list: unknown, other: unknown): readonly Data[] {
  const known = new Set(membersOf(other).map(({ id }) => String(id)));
  return membersOf(list).filter(({ id }) => !known.has(String(id)));
}

/** The API gives payments as a list or as a map. */
function membersOf(list: unknown): readonly Data[] {
  return typeof list === 'object' && list !== null ? Object.values(list).filter(isObject) : [];
}

function namesOfPart(part: unknown): readonly string[] {
  return isObject(part) ? textsOf([part['id'], part['externalId'], ...marksOf(part)]) : [];
}

function marksOf({ externalIds }: Data): readonly unknown[] {
  return membersOf(externalIds).map(({ value }) => value);
}

/** How somebody is reached, however it is written. */
function addressesOf({ email, phone, additionalPhone, phones }: Data): readonly string[] {
  return [
    ...textsOf([email]).map((address) => address.toLowerCase()),
    ...textsOf([phone, additionalPhone, ...phonesOf({ phones })]).map((number) => plainPhone(number) ?? number),
  ];
}

function phonesOf(customer: Data | undefined): readonly string[] {
  return textsOf(membersOf(customer?.['phones']).map(({ number }) => number));
}

function textsOf(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
}
