import { shapes } from '../../language/shape.js';
import { any, boolean, string } from '../../language/valueType.js';
import { uuid5 } from '../../model/digest.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';
import { externalRow } from './byExternalId.js';
import { linesWithOffers } from './offersByArticle.js';
import { ownerOfOrder, takenOver } from './ownerOfOrder.js';

export const order: ActionWord = {
  name: 'order',
  doc: 'A new order, for the customer of the instance unless it names another; of contact data whom nobody has yet, the CRM makes a customer. With a `key` there is one for each value of it.',
  example:
    '{id: gift, order: {create: {status: new, items: [{offer: {article: GIFT}, quantity: 1}]}, key: =customer.id}}',
  value: shapes.object(
    {
      create: shapes.data({ doc: 'Fields of the order, as the API names them.', texts: true }),
      key: shapes.value(
        shapes.string(),
        any,
        'One order for each value of it; default: one for each time the step is done.',
      ),
    },
    { required: ['create'] },
  ),
  shows: ['create'],
  idempotency: 'key',
  reaches: 'crm',
  results: { ok: boolean, id: any, externalId: string, existed: boolean },
  causes: ({ order: value }) => {
    const { customer } = (value as { readonly create: Readonly<Record<string, unknown>> }).create; // the shape is a map
    return isObject(customer) && customer['id'] === undefined
      ? ['event order.created', 'event customer.created']
      : ['event order.created'];
  },
  prepare: (context) => {
    const fields = context.evaluate(['order', 'create']);
    if (!isObject(fields)) return undefined;
    const key = context.evaluate(['order', 'key']);
    const externalId =
      key === undefined || key === null ? context.effectId() : uuid5('order', context.trigger, String(key));
    const owner =
      isObject(fields['customer']) || context.customer === undefined
        ? {}
        : { customer: { id: idOf(context.customer) } };
    const existed = context.memory.read(`made:${externalId}`) !== undefined;
    context.memory.write(`made:${externalId}`, 'order');
    return { order: { ...owner, ...fields, externalId }, ...(existed && { existed }) };
  },
  happen: ({ data }, { world }) => {
    const made = data['order'] as Record<string, unknown>; // written above
    const result = {
      ok: true,
      id: made['externalId'],
      externalId: made['externalId'],
      existed: data['existed'] === true,
    };
    if (data['existed'] === true) return { result };
    const id = String(made['externalId']);
    const owner = ownerOfOrder(made, world);
    const link =
      owner === undefined ? {} : { ...takenOver(owner.customer), ...made, customer: { id: owner.customer['id'] } };
    // The CRM numbers its orders; letters name them.
    const order = { type: 'order.created', data: { order: { number: id.slice(0, 8), ...made, ...link, id } } };
    return owner?.isNew === true
      ? { event: { type: 'customer.created', data: { customer: owner.customer } }, further: [order], result }
      : { event: order, result };
  },
  written: ({ data }) => ({ create: data['order'] }),
  live: {
    by: 'api',
    procedure: function* ({ data }, again) {
      const made = data['order'] as Record<string, unknown>;
      const externalId = String(made['externalId']);
      if (again || data['existed'] === true) {
        const found = yield* externalRow('orders', externalId);
        if (found !== undefined) return { ok: true, id: found['id'], externalId, existed: true };
      }
      const items = Array.isArray(made['items'])
        ? { items: yield* linesWithOffers(made['items'].filter(isObject), made['site']) }
        : {};
      const answer = yield {
        method: 'POST',
        path: 'orders/create',
        body: { site: made['site'], order: { ...made, ...items } },
      };
      return { ok: true, id: answer['id'], externalId, existed: false };
    },
  },
};

function idOf(id: string): number | string {
  return /^\d+$/.test(id) ? Number(id) : id;
}
