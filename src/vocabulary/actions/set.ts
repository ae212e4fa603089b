import { shapes } from '../../language/shape.js';
import { boolean, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { given, idleStep } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';
import { Refusal, refused } from '../reasons.js';
import { shortPath } from '../on/path.js';
import type { ApiCall } from '../remoteKind.js';
import { linesOf, wireLine } from './lines.js';
import { changesTo, eventsOfChanges, lackingFor, nested, same, valueOfElement, type FieldChange } from './fields.js';

export const set: ActionWord = {
  name: 'set',
  doc: 'Fields of the order, its line, payment or delivery, of the customer or the loyalty account. A line or a payment is the one in scope, else the only one of the order; with several it is skipped (`no-item`, `no-payment`).',
  example: '{id: move, set: {order.status: assembling, customer.customFields.score: =steps.ask.event.review.score}}',
  value: shapes.object({}, { rest: shapes.data({ texts: false }), doc: 'Field path → value.' }),
  shows: 'fields',
  idle: (spec) => (Object.keys(given(spec, 'set')).length === 0 ? idleStep('set', 'set: {order.status: …}') : []),
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean, reason: string },
  prepare: (context) => {
    const paths = Object.keys(context.spec['set'] as object);
    const lacking = paths.map((path) => lackingFor(path, context));
    const [first] = lacking;
    return first !== undefined && !lacking.includes(undefined)
      ? new Refusal(`no-${first}`)
      : changesTo(paths, (path) => context.evaluate(['set', path]), context);
  },
  happen: (effect, { world }) => {
    const [event, ...further] = eventsOfChanges(changesOf(effect.data), effect, world);
    return { ...(event !== undefined && { event }), further, result: { ok: true } };
  },
  // What was refused changes nothing.
  written: ({ data }) =>
    Object.fromEntries(
      (data['changes'] === undefined ? [] : changesOf(data)).map(({ entity, field, value }) => [
        shortPath(`${entity}.${field}`),
        value,
      ]),
    ),
  expected: (pattern) => Object.fromEntries(Object.entries(pattern).map(([path, value]) => [shortPath(path), value])),
  live: {
    by: 'api',
    procedure: function* (effect, again) {
      for (const entity of ['order', 'customer'] as const) {
        const wanted = changesOf(effect.data).filter((change) => change.entity === entity);
        const id = effect[entity];
        if (wanted.length === 0 || id === undefined) continue;
        const answer = yield { method: 'GET', path: `${entity}s/${id}`, query: { by: 'id' } };
        const card = isObject(answer[entity]) ? answer[entity] : {};
        const ofAccount = wanted.some(({ field }) => field.startsWith(accountPrefix));
        const account = ofAccount ? yield* accountOf(id) : undefined;
        if (ofAccount && account === undefined) return refused('no-loyalty-account');
        const now: Data = account === undefined ? card : { ...card, loyaltyAccount: account };
        const needed = wanted.filter(
          (change) => !same(valueOfElement(now, change.field, change.element), change.value),
        );
        const moved = needed.filter(
          (change) => !same(valueOfElement(now, change.field, change.element) ?? null, change.before),
        );
        // After an ambiguous failure somebody may have moved the field on: theirs is the newer word.
        if (again && moved.length > 0) return refused('moved-by-others');
        for (const call of callsFor(entity, id, now, needed)) yield call;
      }
      return { ok: true };
    },
  },
};

type Data = Readonly<Record<string, unknown>>;

const accountPrefix = 'loyaltyAccount.';

function changesOf(data: Data): readonly FieldChange[] {
  return data['changes'] as readonly FieldChange[];
}

/** The loyalty account of a customer: the active one, if there are several. */
function* accountOf(customer: string): Generator<ApiCall, Data | undefined, Data> {
  const answer = yield {
    method: 'GET',
    path: 'loyalty/accounts',
    query: { limit: 20, filter: { customerId: Number(customer) } },
  };
  const accounts = Array.isArray(answer['loyaltyAccounts']) ? answer['loyaltyAccounts'].filter(isObject) : [];
  return accounts.find(({ status }) => status === 'activated') ?? accounts[0];
}

/** Payments and loyalty accounts have methods of their own; an order that is edited with a list of lines keeps those only. */
function callsFor(
  entity: 'order' | 'customer',
  id: string,
  now: Data,
  changes: readonly FieldChange[],
): readonly ApiCall[] {
  const { site } = now;
  const of = (member: string): readonly FieldChange[] => changes.filter(({ field }) => field.startsWith(`${member}.`));
  const ofElements = (member: string): readonly FieldChange[] =>
    of(member).filter(({ element }) => element !== undefined);
  const [payments, items, account] = [ofElements('payments'), ofElements('items'), of('loyaltyAccount')];
  const own = changes.filter((change) => ![...payments, ...items, ...account].includes(change));
  const whole = { ...nested(own), ...(items.length > 0 && { items: linesWith(now, items) }) };
  return [
    ...(Object.keys(whole).length === 0
      ? []
      : [{ method: 'POST' as const, path: `${entity}s/${id}/edit`, body: { by: 'id', site, [entity]: whole } }]),
    ...[...Map.groupBy(payments, ({ element }) => element)].map(([payment, each]) => ({
      method: 'POST' as const,
      path: `orders/payments/${String(payment)}/edit`,
      body: { by: 'id', site, payment: nested(each.map((change) => below('payments', change))) },
    })),
    ...(account.length === 0 || !isObject(now['loyaltyAccount'])
      ? []
      : [
          {
            method: 'POST' as const,
            path: `loyalty/account/${String(now['loyaltyAccount']['id'])}/edit`,
            body: { loyaltyAccount: nested(account.map((change) => below('loyaltyAccount', change))) },
          },
        ]),
  ];
}

/** All lines of the order as the API takes them, with their new values. */
function linesWith(order: Data, changes: readonly FieldChange[]): readonly Data[] {
  return linesOf(order).map((line) => {
    const own = changes.filter(({ element }) => String(element) === String(line['id']));
    return { ...wireLine(line), ...nested(own.map((change) => below('items', change))) };
  });
}

function below(member: string, change: FieldChange): FieldChange {
  return { ...change, field: change.field.slice(member.length + 1) };
}
