import type { ObjectWord } from '../../language/scope.js';
import { any } from '../../language/valueType.js';

/** The project's CustomFields give the members their types; codes that it does not declare are untyped. */
export const orderCustomFields = customFields('orderCustomFields', 'Custom fields of orders.');
export const customerCustomFields = customFields('customerCustomFields', 'Custom fields of customers.');
export const loyaltyAccountCustomFields = customFields(
  'loyaltyAccountCustomFields',
  'Custom fields of loyalty accounts.',
);

function customFields(name: string, doc: string): ObjectWord {
  return { name, doc, fields: {}, rest: any };
}
