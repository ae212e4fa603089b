import { shapes, type Shape } from '../../language/shape.js';
import { any, boolean, object, record, string, timestamp, type ValueType } from '../../language/valueType.js';
import type { Vocabulary } from '../word.js';

/** Keys that every trigger form understands. */
export const formKeys: Readonly<Record<string, Shape>> = {
  id: shapes.string({ doc: 'Name of the form when there are several; `event.on` says which fired.' }),
  where: shapes.condition({ doc: 'Narrows the form; tested at the event, before `vars`.' }),
  each: shapes.condition({ doc: 'A list: one entry per element.', yields: { type: 'list', of: any } }),
  orderBy: shapes.condition({ doc: 'Order of the elements of `each`, smallest first.', yields: any }),
  own: shapes.choice(
    ['true', 'false', 'self'],
    'Whether changes made by crmctl itself start it (default true); `self`: also those of its own instance.',
  ),
};

type Variables = Readonly<Record<string, ValueType>>;

const always = { type: string, at: timestamp, source: string, on: string };
/** Who did it, where the CRM tells: `user`, `api`, `code` or `rule`, and the id of the user. */
const done = { ...always, by: record('actor', { source: string, user: any }) };

/** Variables that an event gives: `event`, what it is about, and `order` and `customer` where it carries them. */
export function variablesOfEvent(name: string, words: Vocabulary): Variables {
  const word = words.events.find((event) => event.name === name);
  if (word === undefined) return { event: any, order: object('order'), customer: object('customer') };
  const carried = Object.fromEntries(Object.entries(word.carries).map(([member, type]) => [member, object(type)]));
  const about: Variables = words.objects.some(({ name: known }) => known === word.about)
    ? { [word.about]: object(word.about) }
    : {};
  const members = Object.fromEntries(Object.entries(word.members ?? {}).map(([member, { type }]) => [member, type]));
  const customer: Variables = 'order' in carried || 'customer' in carried ? { customer: object('customer') } : {};
  return {
    ...about,
    ...carried,
    ...customer,
    event: record('event', { ...done, ...members, ...carried, ...customer }),
  };
}

/** Variables of a form that fires on a field of an order or customer. */
export function variablesOfEntity(path: string, extra: Variables = {}): Variables {
  const entity = path.split('.')[0]!;
  const event = record('event', { ...done, field: string, old: any, new: any, created: boolean, ...extra });
  return ['customer', 'cart', 'loyaltyAccount'].includes(entity)
    ? { event, customer: object('customer'), ...(entity === 'cart' && { cart: object('cart') }) }
    : { event, order: object('order'), customer: object('customer') };
}

/** Variables of a form that fires by the clock. */
export const variablesOfClock: Variables = { event: record('event', always) };
