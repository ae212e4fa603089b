import { codeOf, string, type ValueType } from '../../language/valueType.js';

/**
 * Properties of the CRM's expression language that are called otherwise here, by object; `$` is the object. What is not listed has the
 * API's name on both sides.
 */
export const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  order: {
    orderProducts: '$.items',
    availableOrderProducts: '$.availableItems',
    deliveryType: '$.delivery.code',
    deliveryService: '$.delivery.service',
    deliveryCost: '$.delivery.cost',
    deliveryNetCost: '$.delivery.netCost',
    deliveryAddress: '$.delivery.address',
    deliveryDate: '$.delivery.date',
    deliveryTime: '$.delivery.time',
    integrationDeliveryData: '$.delivery.data',
    integrationDeliveryTrackId: '$.delivery.data.trackNumber',
  },
  item: { summ: '$.sum', canceled: '$.isCanceled' },
  payment: { complete: '$.isPaid' },
  source: { code: '$.source', thisName: '$.source', name: '$.source' },
};

/** Properties that are more than another name: the expression and its type. */
export const computed: Readonly<Record<string, Readonly<Record<string, readonly [string, ValueType]>>>> = {
  order: {
    anyPhone: ['$.phone.orValue($.additionalPhone.orValue(""))', string],
    paymentType: ['first($.payments).type', codeOf('paymentType')],
    paymentStatus: ['first($.payments).status', codeOf('paymentStatus')],
  },
};

/** Objects that the CRM's language also takes for a text: the member that holds it. */
export const asText: Readonly<Record<string, string>> = {
  phone: 'number',
  customerTag: 'name',
  source: 'source',
};

/** Fields that always have a value: whether they have one need not be asked. */
export const neverEmpty: ReadonlySet<string> = new Set(['order.status', 'order.site', 'order.createdAt', 'order.id']);
