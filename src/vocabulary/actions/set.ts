import { shapes } from '../../language/shape.js';
import { boolean, string } from '../../language/valueType.js';
import { canonicalJson } from '../../model/digest.js';
import { isObject } from '../../model/json.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import type { Instant } from '../../model/instant.js';
import type { ActionWord } from '../meaning.js';
import { valueAtPath } from '../on/path.js';

export const set: ActionWord = {
  name: 'set',
  doc: 'Fields of the order or the customer.',
  example: '{id: move, set: {order.status: assembling, customer.customFields.score: =steps.ask.event.review.score}}',
  value: shapes.object({}, { rest: shapes.data({ texts: false }), doc: 'Field path → value.' }),
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean, reason: string },
  prepare: ({ spec, evaluate, scope, ambient }) => {
    const changes = Object.keys(spec['set'] as object).flatMap((path) => {
      const wanted = wire(evaluate(['set', path]), ambient.zone);
      const { entity, field } = split(path);
      const before = valueAtPath((scope[entity] ?? {}) as Record<string, unknown>, field);
      return wanted === undefined || same(before, wanted)
        ? []
        : [{ entity, field, before: before ?? null, value: wanted }];
    });
    return changes.length === 0 ? undefined : { changes };
  },
  happen: (effect) => {
    const changes = changesOf(effect.data);
    const entity = changes[0]!.entity;
    const id = entity === 'order' ? effect.order : effect.customer;
    return {
      event: {
        type: `${entity}.changed`,
        data: {
          [entity]: { id },
          ...(entity === 'order' && effect.customer !== undefined && { customer: { id: effect.customer } }),
          changes: changes.map(({ field, before, value }) => ({ field, old: before, new: value })),
        },
      },
      result: { ok: true },
    };
  },
  written: ({ data }) =>
    Object.fromEntries(changesOf(data).map(({ entity, field, value }) => [`${entity}.${field}`, value])),
  live: {
    by: 'api',
    procedure: function* (effect, again) {
      for (const entity of ['order', 'customer'] as const) {
        const wanted = changesOf(effect.data).filter((change) => change.entity === entity);
        const id = entity === 'order' ? effect.order : effect.customer;
        if (wanted.length === 0 || id === undefined) continue;
        const answer = yield { method: 'GET', path: `${entity}s/${id}`, query: { by: 'id' } };
        const now = isObject(answer[entity]) ? answer[entity] : {};
        const needed = wanted.filter(({ field, value }) => !same(valueAtPath(now, field), value));
        const moved = needed.filter(({ field, before }) => !same(valueAtPath(now, field) ?? null, before));
        // After an ambiguous failure somebody may have moved the field on: theirs is the newer word.
        if (again && moved.length > 0) return { ok: false, reason: 'moved-by-others' };
        if (needed.length === 0) continue;
        yield {
          method: 'POST',
          path: `${entity}s/${id}/edit`,
          body: { by: 'id', site: now['site'], [entity]: nest(needed) },
        };
      }
      return { ok: true };
    },
  },
};

interface FieldChange {
  readonly entity: 'order' | 'customer';
  readonly field: string;
  readonly before: unknown;
  readonly value: unknown;
}

function changesOf(data: Readonly<Record<string, unknown>>): readonly FieldChange[] {
  return data['changes'] as readonly FieldChange[];
}

function split(path: string): { entity: 'order' | 'customer'; field: string } {
  const [first, ...rest] = path.split('.');
  return { entity: first === 'customer' ? 'customer' : 'order', field: rest.join('.') };
}

/** Moments travel as the CRM writes them: local time of the account, without an offset. */
function wire(value: unknown, zone: string): unknown {
  if (value instanceof Date) return formatLocal(toLocal(zone, value.getTime() as Instant));
  if (isObject(value) && typeof value['code'] === 'string') return value['code'];
  return value;
}

function same(a: unknown, b: unknown): boolean {
  return (
    a === b ||
    (typeof a !== typeof b && a !== null && b !== null && String(a) === String(b)) ||
    canonicalJson(a) === canonicalJson(b)
  );
}

function nest(changes: readonly FieldChange[]): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const { field, value } of changes) {
    const members = field.split('.');
    let at = nested;
    for (const member of members.slice(0, -1)) {
      const inner = isObject(at[member]) ? at[member] : {};
      at[member] = inner;
      at = inner;
    }
    at[members.at(-1)!] = value;
  }
  return nested;
}
