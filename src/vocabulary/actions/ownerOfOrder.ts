import type { WorldView } from '../../language/scope.js';
import { uuid5 } from '../../model/digest.js';
import { isObject } from '../../model/json.js';
import { plainPhone } from '../../model/phone.js';

type Data = Readonly<Record<string, unknown>>;

/** Whose a new order is. */
export interface Owner {
  readonly customer: Data;
  /** The CRM makes this customer together with the order. */
  readonly isNew: boolean;
}

/**
 * The customer whom a new order names by id, else the oldest one with its phone, else with its e-mail, else a new one made of its contact
 * data, as the CRM does it. `undefined`: it has no contact data, or names a customer by what only the CRM can look up.
 */
export function ownerOfOrder(order: Data, world: WorldView): Owner | undefined {
  const named = isObject(order['customer']) ? order['customer'] : {};
  if (isGiven(named['id'])) return known(world.customer(String(named['id'])));
  if (isGiven(named['externalId'])) return undefined;
  const contact = contactOf(order);
  if (contact === undefined) return undefined;
  const id = uuid5('customer', String(order['externalId']));
  return known(world.customer(id) === undefined ? withContact(contact, world) : undefined) ?? newOwner(id, contact);
}

/** What an order takes over from its customer where it says nothing itself. */
export function takenOver({ firstName, lastName, patronymic, email, phones }: Data): Data {
  const [phone] = numbersOf(phones);
  return given({ firstName, lastName, patronymic, email, phone });
}

function known(customer: Data | undefined): Owner | undefined {
  return customer && { customer, isNew: false };
}

function newOwner(id: string, contact: Data): Owner {
  return { customer: { id, ...contact }, isNew: true };
}

/** `undefined`: an order without any belongs to nobody. */
function contactOf(order: Data): Data | undefined {
  const { firstName, lastName, patronymic, email, phone, additionalPhone, managerId, source, contragent } = order;
  const phones = [phone, additionalPhone].filter(isGiven);
  if (![firstName, lastName, patronymic, email, ...phones].some(isGiven)) return undefined;
  const address = isObject(order['delivery']) ? order['delivery']['address'] : undefined;
  return {
    ...given({ firstName, lastName, patronymic, email, managerId, source, contragent, address }),
    ...(phones.length > 0 && { phones: phones.map((number) => ({ number })) }),
  };
}

function withContact({ phones, email }: Data, world: WorldView): Data | undefined {
  const all = [...world.all('customer')];
  for (const number of numbersOf(phones)) {
    const plain = plainPhone(number);
    const found = plain && all.find((each) => numbersOf(each['phones']).some((other) => plainPhone(other) === plain));
    if (found) return found;
  }
  return isGiven(email)
    ? all.find((each) => isGiven(each['email']) && String(each['email']).toLowerCase() === String(email).toLowerCase())
    : undefined;
}

function numbersOf(phones: unknown): readonly unknown[] {
  return Array.isArray(phones) ? phones.filter(isObject).map(({ number }) => number) : [];
}

function given(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => isGiven(value)));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
