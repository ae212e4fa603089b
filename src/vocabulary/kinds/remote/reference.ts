import type { RemoteKind } from '../../remoteKind.js';
import { changed, inUse, pick, rowsOf, type Row } from './rows.js';

interface Home {
  /** Below `reference/`. */
  readonly path: string;
  /** Member of the list answer. */
  readonly key: string;
  /** Fields of the API beside `code` and `name` (retailCRM API v5 reference). */
  readonly fields: readonly string[];
  /** The API only edits what is there (sites). */
  readonly editOnly?: boolean;
}

const forOrders = ['active', 'defaultForCrm', 'defaultForApi'];

/** One row a reference that the API writes: `POST reference/{path}/{code}/edit`, the body member named like the reference. */
const homes: Readonly<Record<string, Home>> = {
  orderType: { path: 'order-types', key: 'orderTypes', fields: [...forOrders, 'ordering'] },
  orderMethod: { path: 'order-methods', key: 'orderMethods', fields: [...forOrders, 'isFromPos'] },
  paymentType: {
    path: 'payment-types',
    key: 'paymentTypes',
    fields: [...forOrders, 'description', 'deliveryTypes', 'paymentStatuses'],
  },
  paymentStatus: {
    path: 'payment-statuses',
    key: 'paymentStatuses',
    fields: [...forOrders, 'ordering', 'description', 'paymentComplete', 'paymentTypes'],
  },
  deliveryType: {
    path: 'delivery-types',
    key: 'deliveryTypes',
    fields: [
      'active',
      'description',
      'defaultForCrm',
      'defaultCost',
      'defaultNetCost',
      'paymentTypes',
      'deliveryServices',
    ],
  },
  deliveryService: { path: 'delivery-services', key: 'deliveryServices', fields: ['active', 'deliveryType'] },
  productStatus: {
    path: 'product-statuses',
    key: 'productStatuses',
    fields: ['active', 'ordering', 'cancelStatus', 'orderStatusByProductStatus', 'orderStatusForProductStatus'],
  },
  store: {
    path: 'stores',
    key: 'stores',
    fields: ['active', 'description', 'type', 'inventoryType', 'email', 'contact'],
  },
  priceType: {
    path: 'price-types',
    key: 'priceTypes',
    fields: ['active', 'ordering', 'description', 'default', 'currency'],
  },
  unit: { path: 'units', key: 'units', fields: ['active', 'sym', 'default'] },
  site: {
    path: 'sites',
    key: 'sites',
    fields: ['description', 'ordering', 'url', 'currency', 'defaultForCrm', 'senderEmail', 'senderName'],
    editOnly: true,
  },
  legalEntity: {
    path: 'legal-entities',
    key: 'legalEntities',
    fields: ['legalName', 'contragentType', 'countryIso', 'INN'],
  },
  costGroup: { path: 'cost-groups', key: 'costGroups', fields: ['active', 'ordering', 'color'] },
  costItem: {
    path: 'cost-items',
    key: 'costItems',
    fields: ['active', 'ordering', 'group', 'type', 'appliesToOrders', 'appliesToUsers'],
  },
};

const named = Object.entries(homes);

/** Upserts by code, nothing is deletable (retailCRM API v5 reference: `/reference/…/{code}/edit`). */
export const reference: RemoteKind = {
  lists: named.map(([of, home]) => ({
    call: { method: 'GET', path: `reference/${home.path}` },
    paged: false,
    key: home.key,
    covers: `${kebab(of)}.`,
  })),
  decode: (answers) =>
    named.flatMap(([of, home], index) =>
      rowsOf(answers[index]).map((row) => ({
        identity: `${kebab(of)}.${String(row['code'])}`,
        spec: { of, ...pick(row, ['code', ...apiFields(of, home)]) },
      })),
    ),
  apiFields: (spec) => ['of', 'code', ...apiFields(String(spec['of']), homeOf(spec))],
  untold: 'rights of user groups, addresses and phones of stores, settings of integrations',
  implied: inUse,
  manual(before, after) {
    if (before === undefined && after !== undefined && homeOf(after).editOnly) {
      return "the CRM's API cannot create sites. Create it in the CRM's settings, then plan again.";
    }
    if (after === undefined && before !== undefined && !canRetire(before)) {
      return "the CRM's API can neither delete nor deactivate it. Do so in the CRM's settings, or keep it in the project.";
    }
    return undefined;
  },
  write(before, after) {
    if (after === undefined) {
      return before !== undefined && canRetire(before) && before['active'] !== false
        ? [edit(before, { name: before['name'], active: false })]
        : [];
    }
    const home = homeOf(after);
    if (before === undefined && home.editOnly) return [];
    const fields = changed(before, pick(after, apiFields(String(after['of']), home)));
    if (before !== undefined && Object.keys(fields).length === 0) return [];
    return [edit(after, { ...pick(after, ['name']), ...fields })];
  },
};

function edit(spec: Row, fields: Row): ReturnType<RemoteKind['write']>[number] {
  const of = String(spec['of']);
  const code = String(spec['code']);
  return {
    method: 'POST',
    path: `reference/${homeOf(spec).path}/${encodeURIComponent(code)}/edit`,
    body: { [of]: { code, ...fields } },
  };
}

/** A legal entity is called by its `legalName`; the project's `name` is its own. */
function apiFields(of: string, home: Home): readonly string[] {
  return of === 'legalEntity' ? home.fields : ['name', ...home.fields];
}

function canRetire(spec: Row): boolean {
  return homeOf(spec).fields.includes('active');
}

function homeOf(spec: Row): Home {
  const home = homes[String(spec['of'])];
  if (home === undefined) throw new Error(`no home in the CRM for a reference of ${String(spec['of'])}`);
  return home;
}

/** `orderType` → `order-type`, as in addresses. */
function kebab(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
