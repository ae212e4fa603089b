import { shapes } from '../../language/shape.js';
import { any, boolean, string } from '../../language/valueType.js';
import { uuid5 } from '../../model/digest.js';
import { isObject } from '../../model/json.js';
import { given, idleKeys } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';
import { Refusal } from '../reasons.js';
import { externalRow } from './byExternalId.js';

export const customer: ActionWord = {
  name: 'customer',
  doc: 'A new customer, one for each value of `key`; or `merge`: those named go into the customer of the instance, with their orders.',
  example:
    '{id: card, customer: {create: {firstName: =order.firstName, phones: [{number: =order.phone}]}, key: =order.phone}}',
  value: shapes.object(
    {
      create: shapes.data({ doc: 'Fields of the customer, as the API names them.', texts: true }),
      key: shapes.value(
        shapes.string(),
        any,
        'One customer for each value of it; default: one for each time the step is done.',
      ),
      merge: shapes.value(
        shapes.list(shapes.data()),
        any,
        'Customers, or their ids: `=customers(c, c.phone == customer.phone)`.',
      ),
    },
    { oneOf: [['create'], ['merge']] },
  ),
  shows: ['create', 'into', 'merge'],
  idle: (spec) =>
    given(spec, 'customer')['merge'] === undefined
      ? []
      : idleKeys(spec, 'customer', ['key'], 'beside `merge`', 'it belongs to `create`'),
  idempotency: 'key',
  reaches: 'crm',
  results: { ok: boolean, id: any, externalId: string, existed: boolean, merged: any },
  causes: ({ customer: value }) => [
    (value as Readonly<Record<string, unknown>>)['merge'] === undefined
      ? 'event customer.created'
      : 'event customer.merged',
  ],
  prepare: (context) => {
    if ((context.spec['customer'] as Record<string, unknown>)['merge'] !== undefined) {
      if (context.customer === undefined) return new Refusal('no-customer');
      const gone = idsOf(context.evaluate(['customer', 'merge'])).filter((id) => id !== context.customer);
      return gone.length === 0 ? undefined : { into: context.customer, merge: gone };
    }
    const fields = context.evaluate(['customer', 'create']);
    if (!isObject(fields)) return undefined;
    const key = context.evaluate(['customer', 'key']);
    const externalId =
      key === undefined || key === null ? context.effectId() : uuid5('customer', context.trigger, String(key));
    const existed = context.memory.read(`made:${externalId}`) !== undefined;
    context.memory.write(`made:${externalId}`, 'customer');
    return { customer: { ...fields, externalId }, ...(existed && { existed }) };
  },
  happen: ({ data }) => {
    if (Array.isArray(data['merge'])) {
      const [first, ...further] = (data['merge'] as readonly string[]).map((gone) => ({
        type: 'customer.merged',
        data: { customer: { id: gone }, combinedTo: { id: data['into'] } },
      }));
      return {
        ...(first !== undefined && { event: first }),
        further,
        result: { ok: true, merged: data['merge'] },
      };
    }
    const made = data['customer'] as Record<string, unknown>; // written above
    const existed = data['existed'] === true;
    const result = { ok: true, id: made['externalId'], externalId: made['externalId'], existed };
    return existed
      ? { result }
      : { event: { type: 'customer.created', data: { customer: { ...made, id: made['externalId'] } } }, result };
  },
  written: ({ data }) => (data['merge'] === undefined ? { create: data['customer'] } : data),
  live: {
    by: 'api',
    procedure: function* ({ data }, again) {
      if (Array.isArray(data['merge'])) {
        const merge = (data['merge'] as readonly string[]).map((id) => ({ id: Number(id) }));
        // Those that are gone already were merged by an attempt before this one.
        const there = again ? yield* present(merge.map(({ id }) => id)) : merge;
        if (there.length > 0)
          yield {
            method: 'POST',
            path: 'customers/combine',
            body: { customers: there, resultCustomer: { id: Number(data['into']) } },
          };
        return { ok: true, merged: data['merge'] };
      }
      const made = data['customer'] as Record<string, unknown>;
      const externalId = String(made['externalId']);
      if (again || data['existed'] === true) {
        const found = yield* externalRow('customers', externalId);
        if (found !== undefined) return { ok: true, id: found['id'], externalId, existed: true };
      }
      const body = { site: made['site'], customer: made };
      const answer = yield { method: 'POST', path: 'customers/create', body };
      return { ok: true, id: answer['id'], externalId, existed: false };
    },
  },
};

function* present(
  ids: readonly number[],
): Generator<
  { readonly method: 'GET'; readonly path: string; readonly query: Readonly<Record<string, unknown>> },
  readonly { readonly id: number }[],
  Readonly<Record<string, unknown>>
> {
  const answer = yield { method: 'GET', path: 'customers', query: { limit: 100, filter: { ids } } };
  const rows = Array.isArray(answer['customers']) ? answer['customers'] : [];
  return rows.filter(isObject).map((row) => ({ id: Number(row['id']) }));
}

function idsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((each) => {
    const id = isObject(each) ? each['id'] : each;
    return typeof id === 'string' || typeof id === 'number' ? [String(id)] : [];
  });
}
