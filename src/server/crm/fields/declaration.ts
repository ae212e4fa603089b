import { anything, checked, flag, integer, list, map, oneOf, text, type Shape } from '../api/members.js';
import { findDictionary } from './rows.js';

export const fieldEntities = ['order', 'customer', 'customer_corporate', 'company', 'loyalty_account'] as const;

/** The types that a custom field can have, and the JSON type of their values. */
export const fieldTypes = {
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  dictionary: 'code',
  multiselect_dictionary: 'codes',
  email: 'text',
  integer: 'integer',
  numeric: 'number',
  string: 'text',
  text: 'text',
} as const;

export type FieldType = keyof typeof fieldTypes;

const viewMode = oneOf('miss', 'editable', 'not_editable');

export const customFieldShape: Shape = {
  name: text(),
  required: flag,
  inFilter: flag,
  inList: flag,
  inGroupActions: flag,
  type: oneOf(...Object.keys(fieldTypes)),
  default: anything,
  defaultTyped: anything,
  ordering: integer(),
  displayArea: oneOf(
    'address',
    'customer',
    'delivery',
    'dimensions',
    'legal_details',
    'main_data',
    'payment',
    'shipment',
  ),
  viewMode,
  viewModeMobile: viewMode,
  dictionary: checked(text(), (code, store) =>
    findDictionary(store, String(code)) ? undefined : `"CustomDictionary" with code="${String(code)}" does not exist.`,
  ),
};

export const customFieldDefaults = {
  required: false,
  inFilter: true,
  inList: true,
  inGroupActions: false,
  ordering: 50,
  displayArea: 'customer',
  viewMode: 'editable',
};

export const dictionaryShape: Shape = {
  name: text(),
  elements: list(map({ name: text(), code: text(), ordering: integer() })),
};
