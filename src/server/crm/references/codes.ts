import { checked, text, type Reader } from '../api/members.js';
import { hasReference } from './items.js';

/** Every reference by its path, with the CRM's class name for its messages. */
export const classNames = {
  'status-groups': 'StatusGroup',
  statuses: 'Status',
  'order-types': 'OrderType',
  'order-methods': 'OrderMethod',
  'payment-types': 'PaymentType',
  'payment-statuses': 'PaymentStatus',
  'product-statuses': 'OrderProductStatus',
  'delivery-types': 'DeliveryType',
  'delivery-services': 'DeliveryService',
  sites: 'Site',
  stores: 'Store',
  units: 'Unit',
  'price-types': 'PriceType',
  'legal-entities': 'LegalEntity',
  'cost-groups': 'CostGroup',
  'cost-items': 'CostItem',
  couriers: 'Courier',
  currencies: 'Currency',
  countries: 'Country',
  'mg-channels': 'MGChannel',
} as const;

export type ReferencePath = keyof typeof classNames;

/** A code of another reference that must be there. */
export function codeOf(path: ReferencePath): Reader {
  return checked(text(), (code, store) =>
    hasReference(store, path, String(code)) ? undefined : missingCode(path, String(code)),
  );
}

export function missingCode(path: ReferencePath, code: string): string {
  return `"${classNames[path]}" with code="${code}" does not exist.`;
}

/** Three letters of ISO 4217; references know currencies by id. */
export const currencyCode: Reader = checked(text(), (code) =>
  /^[A-Z]{3}$/.test(String(code)) ? undefined : 'This value must be a currency code.',
);
