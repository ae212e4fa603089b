import { shapes } from '../../language/shape.js';
import { boolean, number, string, timestamp } from '../../language/valueType.js';
import { formatInstant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { addSpan, spanOf } from '../../model/span.js';
import { given, idleKeys } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepContext } from '../meaning/context.js';
import { Refusal } from '../reasons.js';
import { numberOf } from './lines.js';

export const coupon: ActionWord = {
  name: 'coupon',
  doc: 'A code that gives a discount: one of a `pool`, each once, or one that crmctl makes. `{{ steps.gift.code }}` puts it into a message. `.used` is true once an order of the customer has the code in one of its custom fields.',
  example: '{id: gift, coupon: {percent: 10, expires: 7d}}',
  value: shapes.object(
    {
      percent: shapes.value(shapes.number({ min: 0, max: 100 }), number, 'What it gives, in percent.'),
      amount: shapes.value(shapes.number({ min: 0 }), number, 'What it gives, as a sum.'),
      expires: shapes.duration({ doc: 'How long it holds.', computed: true }),
      pool: shapes.list(shapes.string(), { min: 1, doc: 'Codes that exist already, given out in their order.' }),
      prefix: shapes.string({
        pattern: /^[A-Z0-9]{1,12}$/,
        patternName: 'capital letters and digits',
        doc: 'Beginning of a code that crmctl makes.',
      }),
    },
    { oneOf: [['percent'], ['amount']] },
  ),
  shows: ['code', 'percent', 'amount', 'expires'],
  idle: (spec) =>
    given(spec, 'coupon')['pool'] === undefined
      ? []
      : idleKeys(spec, 'coupon', ['prefix'], 'beside `pool`', 'the codes of a pool are as they are'),
  idempotency: 'key',
  reaches: 'crm',
  scarce: ({ coupon: value }) => isObject(value) && value['pool'] !== undefined,
  gives: true,
  results: {
    ok: boolean,
    code: string,
    used: boolean,
    expires: timestamp,
    percent: number,
    amount: number,
    reason: string,
  },
  needs: ['customer'],
  causes: () => ['event custom.coupon'],
  prepare: (context) => {
    const spec = context.spec['coupon'] as Readonly<Record<string, unknown>>; // the shape is a map
    const code = Array.isArray(spec['pool'])
      ? nextOfPool(context, spec['pool'].map(String))
      : codeOf(context.effectId(), String(spec['prefix'] ?? ''));
    if (code === undefined) return new Refusal('pool-is-empty');
    const span = spanOf(context.evaluate(['coupon', 'expires']));
    const expires = span && addSpan(context.now, span, context.clockwork);
    const given = { percent: context.evaluate(['coupon', 'percent']), amount: context.evaluate(['coupon', 'amount']) };
    const { percent, amount } = given;
    return {
      code,
      ...(percent !== undefined && { percent: numberOf(percent) }),
      ...(amount !== undefined && { amount: numberOf(amount) }),
      ...(expires !== undefined && { expires: formatInstant(expires) }),
    };
  },
  happen: ({ customer, order, data }) => ({
    event: {
      type: 'custom.coupon',
      data: {
        coupon: data,
        customer: { id: customer },
        ...(order !== undefined && { order: { id: order } }),
      },
    },
    result: { ok: true, used: false, ...data },
  }),
  usedBy: ({ code }, { customFields }) =>
    typeof code === 'string' &&
    isObject(customFields) &&
    Object.values(customFields).some((value) => holds(value, code)),
  live: { by: 'self' },
};

/** As people type it. */
function holds(value: unknown, code: string): boolean {
  if (Array.isArray(value)) return value.some((each) => holds(each, code));
  return typeof value === 'string' && value.trim().toUpperCase() === code.toUpperCase();
}

/** Whoever else gives codes of the same pool, and however its list is edited: no code goes twice. */
function nextOfPool({ memory, trigger, path }: StepContext, pool: readonly string[]): string | undefined {
  const place = `coupons:${trigger}/${path}`;
  const first = Number(memory.read(place) ?? 0);
  for (let count = 0; count < pool.length; count++) {
    const index = (first + count) % pool.length;
    const code = pool[index]!;
    if (memory.read(`coupon:${code}`) !== undefined) continue;
    memory.write(`coupon:${code}`, 'given');
    memory.write(place, String(index + 1));
    return code;
  }
  return undefined;
}

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Eight letters that are not mistaken for each other, out of the effect's id: the same code however often it is asked for. */
function codeOf(effect: string, prefix: string): string {
  const digits = effect.replaceAll('-', '');
  const signs = Array.from(
    { length: 8 },
    (_, index) => letters[parseInt(digits.slice(index * 2, index * 2 + 2), 16) % 32],
  );
  return prefix + signs.join('');
}
