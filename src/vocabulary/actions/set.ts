import { shapes } from '../../language/shape.js';
import { boolean, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning.js';
import { valueAtPath } from '../on/path.js';
import type { ApiCall } from '../word.js';
import { changesTo, eventOfChanges, nested, same, type FieldChange } from './fields.js';

export const set: ActionWord = {
  name: 'set',
  doc: 'Fields of the order, its payment or delivery, or of the customer.',
  example: '{id: move, set: {order.status: assembling, customer.customFields.score: =steps.ask.event.review.score}}',
  value: shapes.object({}, { rest: shapes.data({ texts: false }), doc: 'Field path → value.' }),
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean, reason: string },
  prepare: ({ spec, evaluate, scope }) =>
    changesTo(Object.keys(spec['set'] as object), (path) => evaluate(['set', path]), scope),
  happen: (effect) => ({ event: eventOfChanges(changesOf(effect.data), effect), result: { ok: true } }),
  written: ({ data }) =>
    Object.fromEntries(changesOf(data).map(({ entity, field, value }) => [`${entity}.${field}`, value])),
  live: {
    by: 'api',
    procedure: function* (effect, again) {
      for (const entity of ['order', 'customer'] as const) {
        const wanted = changesOf(effect.data).filter((change) => change.entity === entity);
        const id = effect[entity];
        if (wanted.length === 0 || id === undefined) continue;
        const answer = yield { method: 'GET', path: `${entity}s/${id}`, query: { by: 'id' } };
        const now = isObject(answer[entity]) ? answer[entity] : {};
        const needed = wanted.filter((change) => !same(valueNow(now, change), change.value));
        const moved = needed.filter((change) => !same(valueNow(now, change) ?? null, change.before));
        // After an ambiguous failure somebody may have moved the field on: theirs is the newer word.
        if (again && moved.length > 0) return { ok: false, reason: 'moved-by-others' };
        for (const call of callsFor(entity, id, now['site'], needed)) yield call;
      }
      return { ok: true };
    },
  },
};

function changesOf(data: Readonly<Record<string, unknown>>): readonly FieldChange[] {
  return data['changes'] as readonly FieldChange[];
}

/** Payments have their own method; an order that is edited with a list of payments would lose the others. */
function callsFor(
  entity: 'order' | 'customer',
  id: string,
  site: unknown,
  changes: readonly FieldChange[],
): readonly ApiCall[] {
  const ofPayments = changes.filter(({ element, field }) => element !== undefined && field.startsWith('payments.'));
  const own = changes.filter((change) => !ofPayments.includes(change));
  const payments = new Set(ofPayments.map(({ element }) => element));
  return [
    ...(own.length === 0
      ? []
      : [
          {
            method: 'POST' as const,
            path: `${entity}s/${id}/edit`,
            body: { by: 'id', site, [entity]: nested(own) },
          },
        ]),
    ...[...payments].map((payment) => ({
      method: 'POST' as const,
      path: `orders/payments/${String(payment)}/edit`,
      body: { by: 'id', site, payment: nested(ofPayments.filter(({ element }) => element === payment).map(ownField)) },
    })),
  ];
}

function ownField(change: FieldChange): FieldChange {
  return { ...change, field: change.field.slice('payments.'.length) };
}

/** Of the element when the change is about one; the API gives payments as a map. */
function valueNow(now: Readonly<Record<string, unknown>>, { field, element }: FieldChange): unknown {
  if (element === undefined) return valueAtPath(now, field);
  const dot = field.indexOf('.');
  const members = Object.values((now[field.slice(0, dot)] ?? {}) as object).filter(isObject);
  const found = members.find((member) => String(member['id']) === String(element));
  return found && valueAtPath(found, field.slice(dot + 1));
}
