import { describe, expect, it } from 'vitest';
import { customerShape } from '../../../src/server/crm/customers/shape.js';
import { itemShape, orderShape, paymentShape } from '../../../src/server/crm/orders/shape.js';
import { objects } from '../../../src/vocabulary/objects/index.js';

/** What the API takes in by methods of their own or under other names, or the embedded CRM does not have: not known to be read-only. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  order: ['currency', 'loyaltyAccount', 'loyaltyEventId', 'contact', 'company', 'marketplace', 'links', 'dialogId'],
  item: [],
  payment: [],
  customer: ['nickName', 'firstClientId', 'lastClientId', 'mgCustomerId', 'mgCustomers', 'customerSubscriptions'],
};

describe.each([
  ['order', orderShape],
  ['item', itemShape],
  ['payment', paymentShape],
  ['customer', customerShape],
] as const)('of %s', (name, shape) => {
  const { fields } = objects.find((object) => object.name === name)!;
  const kept = Object.entries(fields).filter(([, field]) => field.compute === undefined);

  it('nothing that the CRM takes in is refused to steps, but for ids', () => {
    const refused = kept.filter(([, { readOnly }]) => readOnly !== undefined).map(([member]) => member);
    expect(refused.filter((member) => member in shape && member !== 'id')).toEqual([]);
  });

  it('what steps may set the CRM takes in', () => {
    const settable = kept.filter(([, { readOnly }]) => readOnly === undefined).map(([member]) => member);
    expect(settable.filter((member) => !(member in shape))).toEqual(otherwise[name]);
  });
});
