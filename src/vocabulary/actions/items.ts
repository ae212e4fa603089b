import { shapes } from '../../language/shape.js';
import { boolean, number, object } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { given, idleKeys } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';
import type { StepContext } from '../meaning/context.js';
import { Refusal } from '../reasons.js';
import { linesWithOffers } from './offersByArticle.js';
import { linesOf, numberOf, sumsAfter, wireLine } from './lines.js';
import { same } from './fields.js';

type Data = Readonly<Record<string, unknown>>;

/** What becomes of the lines: new ones, ids of those that go, fields of those that stay. */
interface LineEdits {
  readonly add: readonly Data[];
  readonly remove: readonly unknown[];
  readonly set: readonly { readonly id: unknown; readonly fields: Data }[];
}

export const items: ActionWord = {
  name: 'items',
  doc: 'Lines of the order: adds some, removes or changes those for which `where` holds (all without it).',
  example: '{id: gift, items: {add: [{offer: {article: GIFT}, quantity: 1, price: 0}]}}',
  value: shapes.object(
    {
      add: shapes.list(
        shapes.object(
          {
            offer: shapes.data({ doc: 'The offer: an article, or its fields.' }),
            quantity: shapes.value(shapes.number({ min: 0 }), number, 'Default: 1.'),
            price: shapes.value(shapes.number({ min: 0 }), number, 'Default: the price of the offer.'),
            comment: shapes.text({ doc: 'Comment of the line.' }),
          },
          { name: 'NewLine', required: ['offer'] },
        ),
        { min: 1, doc: 'New lines.' },
      ),
      remove: shapes.choice(['true'], 'Takes lines out.'),
      set: shapes.map(shapes.data({ texts: false }), { doc: 'Field of the line → value; `item` is the line.' }),
      where: shapes.condition({ doc: 'Which lines; `item` is the line.' }),
    },
    { oneOf: [['add'], ['remove'], ['set']] },
  ),
  shows: ['add', 'remove', 'set'],
  idle: (spec) =>
    given(spec, 'items')['add'] === undefined ? [] : idleKeys(spec, 'items', ['where'], 'beside `add`', 'use `if`'),
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean, count: number },
  needs: ['order'],
  inner: {
    paths: [
      ['items', 'where'],
      ['items', 'set'],
    ],
    scope: { item: object('item') },
  },
  causes: () => ['order.items', 'order.totalSumm', 'order.summ'],
  prepare: (context) => {
    const edits = editsOf(context);
    if (edits instanceof Refusal) return edits;
    return edits.add.length + edits.remove.length + edits.set.length === 0 ? undefined : { ...edits };
  },
  happen: ({ order, data }, { world }) => {
    const known = order === undefined ? {} : (world.order(order) ?? {});
    const lines = applied(linesOf(known), editsFrom(data));
    return {
      event: {
        type: 'order.changed',
        data: { order: { id: order, items: lines, ...sumsAfter(known, lines) } },
      },
      result: { ok: true, count: countOf(editsFrom(data)) },
    };
  },
  live: {
    by: 'api',
    procedure: function* ({ order, data }) {
      const answer = yield { method: 'GET', path: `orders/${order}`, query: { by: 'id' } };
      const known = isObject(answer['order']) ? answer['order'] : {};
      const edits = editsFrom(data);
      const stored = linesOf(known);
      // Lines carry the mark of the effect: those that are there were added by an attempt before this one.
      const missing = edits.add.filter((line) => !stored.some((each) => hasMark(each, line)));
      const wanted = { ...edits, add: yield* linesWithOffers(missing, known['site']) };
      const lines = applied(stored, wanted);
      if (!same(lines, stored))
        yield {
          method: 'POST',
          path: `orders/${order}/edit`,
          body: { by: 'id', site: known['site'], order: { items: lines.map(wireLine) } },
        };
      return { ok: true, count: countOf(edits) };
    },
  },
};

function editsOf(context: StepContext): LineEdits | Refusal {
  const spec = context.spec['items'] as Data; // the shape is a map
  if (spec['add'] !== undefined) {
    const added = context.evaluate(['items', 'add']);
    const lines = Array.isArray(added) ? added.filter(isObject) : [];
    if (lines.some(({ offer }) => offer === undefined)) return new Refusal('missing-value', { missing: 'offer' });
    return { ...none, add: lines.map((line, index) => newLine(line, `${context.effectId()}-${index + 1}`)) };
  }
  const chosen = linesOf(context.scope['order']).filter(
    (item) => spec['where'] === undefined || context.evaluate(['items', 'where'], { item }) === true,
  );
  if (spec['remove'] !== undefined) return { ...none, remove: chosen.map(({ id }) => id) };
  const set = chosen.flatMap((item) => {
    const fields = context.evaluate(['items', 'set'], { item });
    const moved = Object.entries(isObject(fields) ? fields : {}).filter(
      ([field, value]) => value !== undefined && !same(item[field], value),
    );
    return moved.length === 0 ? [] : [{ id: item['id'], fields: Object.fromEntries(moved) }];
  });
  return { ...none, set };
}

const none: LineEdits = { add: [], remove: [], set: [] };

function newLine({ offer, quantity, price, comment }: Data, mark: string): Data {
  const named = isObject(offer) ? offer : { article: String(offer) };
  return {
    offer: named,
    quantity: numberOf(quantity ?? 1),
    ...(price === undefined ? {} : { initialPrice: numberOf(price) }),
    ...(comment !== undefined && { comment }),
    externalIds: [{ code: 'crmctl', value: mark }],
  };
}

function editsFrom(data: Data): LineEdits {
  return data as unknown as LineEdits; // what `prepare` made, through JSON
}

function countOf({ add, remove, set }: LineEdits): number {
  return add.length + remove.length + set.length;
}

function applied(lines: readonly Data[], { add, remove, set }: LineEdits): readonly Data[] {
  const gone = new Set(remove.map(String));
  const kept = lines
    .filter(({ id }) => !gone.has(String(id)))
    .map((line) => {
      const edit = set.find(({ id }) => String(id) === String(line['id']));
      return edit === undefined ? line : { ...line, ...edit.fields };
    });
  return [...kept, ...add.map((line) => ({ id: markOf(line), initialPrice: priceOf(line), ...line }))];
}

function priceOf({ offer }: Data): number {
  return isObject(offer) ? numberOf(offer['price']) : 0;
}

function markOf({ externalIds }: Data): unknown {
  const rows = Array.isArray(externalIds) ? externalIds.filter(isObject) : [];
  return rows.find(({ code }) => code === 'crmctl')?.['value'];
}

function hasMark(stored: Data, line: Data): boolean {
  return markOf(stored) !== undefined && markOf(stored) === markOf(line);
}
