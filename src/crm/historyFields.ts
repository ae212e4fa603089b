import { isObject } from '../model/json.js';
import type { HistoryEntity } from './historyPages.js';

/**
 * The history's own names → paths of the API's objects. What is not listed differs in spelling only (`first_name` → `firstName`).
 * Names recorded or used by the vendor's modules, with the official clients' entity classes for the other side
 * (retailCRM API v5 reference: `/orders/history`, `/customers/history`).
 */
const orderPaths: Readonly<Record<string, string>> = {
  country: 'countryIso',
  manager: 'managerId',
  discount: 'discountManualAmount',
  discount_percent: 'discountManualPercent',
  payment_type: 'payments.type',
  payment_status: 'payments.status',
  delivery_type: 'delivery.code',
  delivery_service: 'delivery.service.code',
  delivery_date: 'delivery.date',
  delivery_time: 'delivery.time',
  delivery_cost: 'delivery.cost',
  delivery_net_cost: 'delivery.netCost',
  'delivery_address.country': 'delivery.address.countryIso',
  'integration_delivery_data.courier': 'delivery.data.courierId',
  'order_product.discount': 'items.discountManualAmount',
  'order_product.discount_percent': 'items.discountManualPercent',
  'order_product.bonuses_charge': 'items.bonusesChargeTotal',
  'order_product.bonuses_credit': 'items.bonusesCreditTotal',
};

const customerPaths: Readonly<Record<string, string>> = {
  manager: 'managerId',
  'address.country': 'address.countryIso',
};

/** Lists of a customer that the history tells member by member: what came has no old value, what went no new one. */
const memberLists: Readonly<Record<string, string>> = { phones: 'number', tags: 'name', segments: 'code' };

const heads: Readonly<Record<string, string>> = {
  delivery_address: 'delivery.address',
  integration_delivery_data: 'delivery.data',
  order_product: 'items',
};

const pathsOf: Readonly<Record<HistoryEntity, Readonly<Record<string, string>>>> = {
  orders: orderPaths,
  customers: customerPaths,
  tasks: { performer: 'performerId' },
};

/** `custom_callAt` → `customFields.callAt`, `order_product.quantity` → `items.quantity`, `contragent.i_n_n` → `contragent.INN`. */
export function pathOfField(entity: HistoryEntity, field: string): string {
  const known = pathsOf[entity][field];
  if (known !== undefined) return known;
  if (field.startsWith('custom_')) return `customFields.${field.slice('custom_'.length)}`;
  const [first = '', ...rest] = field.split('.');
  const head = entity === 'orders' ? heads[first] : undefined;
  return [head ?? spelt(first), ...rest.map(spelt)].join('.');
}

/** `{code}` is a reference and means its code; a person is meant by the id. Everything else stays as it is. */
export function valueOfField(path: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((member: unknown) => valueOfField(path, member));
  if (!isObject(value)) return value ?? null;
  if ('code' in value) return value['code'] ?? null;
  return /[a-z]Id$/.test(path) ? (value['id'] ?? null) : value;
}

/** What one row says of a list: `tags` gained or lost the member `{name: "vip"}`, which `vip` tells apart. */
export function memberOfList(
  entity: HistoryEntity,
  path: string,
  value: unknown,
): { readonly key: string; readonly member: Readonly<Record<string, unknown>> } | undefined {
  const name = entity === 'customers' ? memberLists[path] : undefined;
  const given = name !== undefined && isObject(value) ? value[name] : value;
  if (name === undefined || (typeof given !== 'string' && typeof given !== 'number')) return undefined;
  return { key: String(given), member: { [name]: String(given) } };
}

/** snake_case → camelCase; abbreviations that were spelt letter by letter (`o_g_r_n_i_p`) → capitals. */
function spelt(name: string): string {
  if (/^[a-z](_[a-z])+$/.test(name)) return name.replaceAll('_', '').toUpperCase();
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
