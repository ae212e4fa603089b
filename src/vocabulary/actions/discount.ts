import { shapes } from '../../language/shape.js';
import { boolean, number, object } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { given, idleKeys } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepContext } from '../meaning/context.js';
import { same } from './fields.js';
import { lineSum, linesOf, money, numberOf, sumsAfter, unitPrice } from './lines.js';

type Data = Readonly<Record<string, unknown>>;

export const discount: ActionWord = {
  name: 'discount',
  doc: 'A discount on the order or on lines of it. It takes the place of the one with the same `code` (default: the trigger’s) and leaves those that people gave alone; 0 takes it away.',
  example: '{id: less, discount: {percent: 10, of: item, where: item.offer.article == "TS-01", units: 1}}',
  value: shapes.object(
    {
      percent: shapes.value(shapes.number({ min: 0, max: 100 }), number, 'Share of the price, in percent.'),
      amount: shapes.value(shapes.number({ min: 0 }), number, 'A sum: of the order, or of each unit.'),
      of: shapes.choice(['order', 'item'], 'What becomes cheaper. Default: order.'),
      where: shapes.condition({ doc: 'of: item: which lines; `item` is the line.' }),
      units: shapes.number({ integer: true, min: 1, doc: 'of: item: at most so many units of each line.' }),
      code: shapes.string({ doc: 'Tells discounts of crmctl apart; default: the code of the trigger.' }),
    },
    { oneOf: [['percent'], ['amount']] },
  ),
  shows: ['code', 'percent', 'amount', 'before', 'now'],
  idle: (spec) =>
    given(spec, 'discount')['of'] === 'item'
      ? []
      : idleKeys(spec, 'discount', ['where', 'units'], 'on a discount of the whole order', 'add `of: item`'),
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean, amount: number },
  needs: ['order'],
  inner: { paths: [['discount', 'where']], scope: { item: object('item') } },
  causes: () => ['order.discountManualAmount', 'order.items', 'order.totalSumm', 'order.summ'],
  prepare: (context) => {
    const spec = context.spec['discount'] as Data; // the shape is a map
    const order = isObject(context.scope['order']) ? context.scope['order'] : {};
    const name = `discount:${context.order ?? ''}/${String(spec['code'] ?? context.trigger)}`;
    const given = readGiven(context.memory.read(name));
    const next = spec['of'] === 'item' ? ofItems(context, spec, order, given) : ofOrder(context, spec, order);
    if (sameGiven(given, next)) return undefined;
    context.memory.write(name, JSON.stringify(next));
    const change = { before: given, now: next };
    const percent = context.evaluate(['discount', 'percent']);
    return {
      code: name.slice(name.indexOf('/') + 1),
      ...(percent !== undefined && { percent: numberOf(percent) }),
      ...change,
      standing: standingOf(discounted(order, change)),
      amount: worth(next, order),
    };
  },
  happen: ({ order: id, data }, { world }) => {
    const order = id === undefined ? {} : (world.order(id) ?? {});
    const { lines, amount } = discounted(order, data);
    return {
      event: {
        type: 'order.changed',
        data: { order: { id, items: lines, discountManualAmount: amount, ...sumsAfter(order, lines, amount) } },
      },
      result: { ok: true, amount: data['amount'] },
    };
  },
  live: {
    by: 'api',
    procedure: function* ({ order: id, data }, again) {
      const answer = yield { method: 'GET', path: `orders/${id}`, query: { by: 'id' } };
      const order = isObject(answer['order']) ? answer['order'] : {};
      const { lines, amount } = discounted(order, data);
      // It adds to what people gave, so a repeated write would add twice: what the step found tells the two apart.
      if (again && stands(order, data)) return { ok: true, amount: data['amount'] };
      yield {
        method: 'POST',
        path: `orders/${id}/edit`,
        body: {
          by: 'id',
          site: order['site'],
          order: {
            discountManualAmount: amount,
            items: lines.map((line) => ({
              id: line['id'],
              quantity: line['quantity'],
              discountManualAmount: numberOf(line['discountManualAmount']),
            })),
          },
        },
      };
      return { ok: true, amount: data['amount'] };
    },
  },
};

/** What a code gives at present: of the order, and of a unit of each line by its id. */
interface Given {
  readonly order: number;
  readonly items: Readonly<Record<string, number>>;
}

const nothing: Given = { order: 0, items: {} };

function readGiven(text: string | undefined): Given {
  // Written below.
  return text === undefined ? nothing : (JSON.parse(text) as Given);
}

function ofOrder(context: StepContext, spec: Data, order: Data): Given {
  const whole = linesOf(order).reduce((sum, line) => sum + lineSum(line), 0) || numberOf(order['summ']);
  const amount = sizeOf(context, spec, whole);
  return { order: amount, items: {} };
}

function ofItems(context: StepContext, spec: Data, order: Data, given: Given): Given {
  const items = linesOf(order).flatMap((item): readonly (readonly [string, number])[] => {
    if (spec['where'] !== undefined && context.evaluate(['discount', 'where'], { item }) !== true) return [];
    const own = given.items[String(item['id'])] ?? 0;
    const perUnit = sizeOf(context, spec, unitPrice(item) + own);
    const quantity = numberOf(item['quantity'] ?? 1);
    const units = Math.min(quantity, numberOf(spec['units'] ?? quantity));
    return quantity > 0 && perUnit > 0 ? [[String(item['id']), money((perUnit * units) / quantity)]] : [];
  });
  return { order: 0, items: Object.fromEntries(items) };
}

function sizeOf({ evaluate }: StepContext, spec: Data, price: number): number {
  const size =
    spec['percent'] === undefined
      ? numberOf(evaluate(['discount', 'amount']))
      : (price * numberOf(evaluate(['discount', 'percent']))) / 100;
  return money(Math.min(Math.max(0, size), price));
}

function sameGiven(a: Given, b: Given): boolean {
  return a.order === b.order && JSON.stringify(a.items) === JSON.stringify(b.items);
}

function worth({ order: own, items }: Given, order: Data): number {
  const ofLines = linesOf(order).map((line) => (items[String(line['id'])] ?? 0) * numberOf(line['quantity'] ?? 1));
  return money(own + ofLines.reduce((sum, each) => sum + each, 0));
}

/** The order's manual discounts with the old part of the code taken out and the new one put in. */
function discounted(
  order: Data,
  data: Readonly<Record<string, unknown>>,
): { readonly lines: readonly Data[]; readonly amount: number } {
  const before = data['before'] as Given; // what `prepare` made
  const now = data['now'] as Given;
  const lines = linesOf(order).map((line) => {
    const id = String(line['id']);
    const moved = (now.items[id] ?? 0) - (before.items[id] ?? 0);
    return moved === 0
      ? line
      : { ...line, discountManualAmount: Math.max(0, money(numberOf(line['discountManualAmount']) + moved)) };
  });
  const amount = Math.max(0, money(numberOf(order['discountManualAmount']) + now.order - before.order));
  return { lines, amount };
}

/** The manual discounts as they are then, to know them again. */
function standingOf({ lines, amount }: ReturnType<typeof discounted>): Data {
  return {
    order: amount,
    items: Object.fromEntries(lines.map((line) => [String(line['id']), numberOf(line['discountManualAmount'])])),
  };
}

function stands(order: Data, { standing }: Data): boolean {
  const now = standingOf({ lines: linesOf(order), amount: numberOf(order['discountManualAmount']) });
  return same(now, standing);
}
