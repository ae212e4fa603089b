import { shapes, type Shape } from '../../language/shape.js';
import { kebab } from '../../model/kebab.js';
import type { KindWord } from '../word.js';

const ordering = shapes.number({ integer: true, doc: 'Place in lists, small first.' });
const storeOrCostType = shapes.string({
  doc: "Kind of a store (`store-type-warehouse`) or of a cost item (`const`, `var`), in the CRM's words.",
});
const forCrm = shapes.boolean('Chosen for orders made in the CRM.');
const forApi = shapes.boolean('Chosen for orders that come through the API.');

/** What each reference has beside `code`, `name` and `active`, in the API's names. */
export const referenceFields: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  orderType: { ordering, defaultForCrm: forCrm, defaultForApi: forApi },
  orderMethod: { defaultForCrm: forCrm, defaultForApi: forApi, isFromPos: shapes.boolean('Orders of a till.') },
  paymentType: {
    defaultForCrm: forCrm,
    defaultForApi: forApi,
    deliveryTypes: shapes.list(shapes.code('deliveryType'), { doc: 'Delivery types with which it can be chosen.' }),
    paymentStatuses: shapes.list(shapes.code('paymentStatus'), { doc: 'Statuses that such a payment can have.' }),
  },
  paymentStatus: {
    ordering,
    defaultForCrm: forCrm,
    defaultForApi: forApi,
    paymentComplete: shapes.boolean('A payment in this status is paid: `order.isPaid` reads it.'),
    paymentTypes: shapes.list(shapes.code('paymentType'), { doc: 'Payment types that can have it.' }),
  },
  deliveryType: {
    defaultForCrm: forCrm,
    defaultCost: shapes.number({ min: 0, doc: 'What the customer pays unless the order says otherwise.' }),
    defaultNetCost: shapes.number({ min: 0, doc: 'What the shop pays unless the order says otherwise.' }),
    paymentTypes: shapes.list(shapes.code('paymentType'), { doc: 'Payment types with which it can be chosen.' }),
    deliveryServices: shapes.list(shapes.code('deliveryService'), { doc: 'Services of this delivery type.' }),
  },
  deliveryService: { deliveryType: shapes.code('deliveryType', 'The delivery type to which it belongs.') },
  productStatus: {
    ordering,
    cancelStatus: shapes.boolean('A line in this status is cancelled.'),
    orderStatusByProductStatus: shapes.code('status', 'Status that an order gets when all its lines have this one.'),
    orderStatusForProductStatus: shapes.code('status', 'Status of an order that gives its lines this one.'),
  },
  store: {
    type: storeOrCostType,
    inventoryType: shapes.choice(['integer', 'available'], 'Counted, or only there or not.'),
    email: shapes.string({ doc: 'Address of the store.' }),
    contact: shapes.string({ doc: 'Person to ask for.' }),
  },
  priceType: {
    ordering,
    default: shapes.boolean('The price of the catalogue.'),
    currency: shapes.string({
      pattern: /^[A-Z]{3}$/,
      patternName: 'a currency code such as RUB',
      doc: 'Currency of the prices.',
    }),
  },
  unit: {
    sym: shapes.string({ doc: 'Short sign: kg, pcs.' }),
    default: shapes.boolean('Unit of products that name none.'),
  },
  site: {
    ordering,
    url: shapes.string({ doc: 'Address of the shop.' }),
    currency: shapes.string({
      pattern: /^[A-Z]{3}$/,
      patternName: 'a currency code such as RUB',
      doc: 'Currency of the shop.',
    }),
    defaultForCrm: forCrm,
    senderEmail: shapes.string({ doc: 'Sender of its letters.' }),
    senderName: shapes.string({ doc: 'Name of the sender.' }),
  },
  legalEntity: {
    legalName: shapes.string({ doc: 'Name in documents.' }),
    contragentType: shapes.choice(
      ['individual', 'legal-entity', 'enterpreneur'],
      "Form of the entity, in the CRM's spelling.",
    ),
    countryIso: shapes.string({ pattern: /^[A-Z]{2}$/, patternName: 'a country code such as RU', doc: 'Country.' }),
    INN: shapes.string({ doc: 'Tax number.' }),
  },
  costGroup: {
    ordering,
    color: shapes.string({
      pattern: /^#[0-9a-fA-F]{6}$/,
      patternName: 'a colour such as #ffd298',
      doc: 'Colour in reports.',
    }),
  },
  costItem: {
    ordering,
    group: shapes.code('costGroup', 'Cost group to which it belongs.'),
    type: storeOrCostType,
    appliesToOrders: shapes.boolean('Can be booked on an order.'),
    appliesToUsers: shapes.boolean('Can be booked on a person.'),
  },
};

export const reference: KindWord = {
  kind: 'Reference',
  prefix: 'reference',
  plural: 'references',
  doc: 'An entry of a CRM reference: order types and methods, payment types and statuses, delivery types and services, product statuses, stores, price types, units …',
  example: `kind: Reference
of: orderType
code: main
name: Основной
`,
  shape: shapes.object(
    {
      of: shapes.choice(Object.keys(referenceFields), 'Which reference it is an entry of.'),
      active: shapes.boolean('Offered in the CRM. Default: true.'),
      description: shapes.string({ doc: 'Explanation for people.' }),
      ...merged(Object.values(referenceFields)),
    },
    { required: ['of'] },
  ),
  identity: identityOf,
  executor: 'api',
  declares: (spec) => ({ [String(spec.of)]: [String(spec.code)] }),
};

/** `order-type.main` */
export function identityOf({ of, code }: Readonly<Record<string, unknown>>): string {
  return `${kebab(String(of))}.${String(code)}`;
}

function merged(parts: readonly Readonly<Record<string, Shape>>[]): Record<string, Shape> {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}
