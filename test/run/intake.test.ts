import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CrmClient } from '../../src/crm/client.js';
import type { HistoryEntity, HistoryPage } from '../../src/crm/historyPages.js';
import { compileProgram } from '../../src/engine/index.js';
import { instant } from '../../src/model/instant.js';
import { formatLocal, toLocal } from '../../src/model/zone.js';
import { readArrivals } from '../../src/run/intake.js';
import { openRunnerStore, type RunnerStore } from '../../src/run/store.js';
import { noCounts, takeArrivals } from '../../src/run/turns.js';
import { eventInbox } from '../../src/server/automation/store/inbox.js';
import { projectOf } from '../simulate/support/project.js';
import { begin } from './liveShop.js';

const zone = 'Europe/Moscow';

/** A birth of an order or of a customer, so many seconds after the begin. */
interface Birth {
  readonly of: 'orders' | 'customers';
  readonly second: number;
}

const someBirths = fc
  .array(
    fc.record({
      of: fc.constantFrom('orders' as const, 'customers' as const),
      second: fc.nat({ max: 300 }),
      count: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.nat({ max: 250 })),
    }),
    { minLength: 250, maxLength: 400 },
  )
  .map((groups) => groups.flatMap(({ of, second, count }) => Array.from({ length: count }, () => ({ of, second }))));

/** A CRM in whose histories these stand, in the order of their seconds; each entity has the id of its row. */
function crmWith(births: readonly Birth[]): CrmClient {
  const sorted = births.toSorted((a, b) => a.second - b.second);
  const noun = { orders: 'order', customers: 'customer', tasks: 'task' } as const;
  const rowsOf = (of: HistoryEntity): HistoryPage['rows'] =>
    sorted
      .filter((birth) => birth.of === of)
      .map(({ second }, index) => ({
        id: index + 1,
        createdAt: formatLocal(toLocal(zone, instant(begin + second * 1000))).replace('T', ' '),
        created: true,
        field: 'id',
        [noun[of]]: { id: index + 1 },
      }));
  return {
    async *history(of: HistoryEntity, sinceId: number): AsyncGenerator<HistoryPage> {
      const rows = rowsOf(of).filter(({ id }) => Number(id) > sinceId);
      for (let start = 0; start < rows.length;) {
        const last = rows[Math.min(start + 99, rows.length - 1)]!['createdAt'];
        const end = rows.findLastIndex(({ createdAt }) => createdAt === last) + 1;
        yield { entity: of, rows: rows.slice(start, end), lastId: Number(rows[end - 1]!['id']) };
        start = end;
      }
    },
    list: async () => [],
  } as Partial<CrmClient> as CrmClient; // nothing else is asked
}

const { project, sites, words } = projectOf(
  'kind: Trigger\ncode: t\nname: T\non: {event: review.posted}\ndo: [{id: a, note: x}]\n',
);
const program = compileProgram(project, sites, words);

/** What the store knows of a history, and up to where it has read it. */
function readBy(store: RunnerStore): readonly (readonly [known: number, cursor: number])[] {
  const known = (kind: string): number =>
    Number(store.database.prepare('SELECT count(*) FROM entities WHERE kind = ?').pluck().get(kind));
  return [
    [known('order'), store.cursor('orders')],
    [known('customer'), store.cursor('customers')],
  ];
}

describe('what is read from the histories', () => {
  test('is committed with its cursors: a pass that dies reads nothing again that it took, and leaves out nothing', async () => {
    await fc.assert(
      fc.asyncProperty(someBirths, fc.nat({ max: 4 }), async (births, transactions) => {
        const store = openRunnerStore(':memory:', () => begin);
        try {
          let left = transactions;
          const mortal: RunnerStore = {
            ...store,
            transaction(work) {
              if (left-- === 0) throw new Error('the process is dead');
              return store.transaction(work);
            },
          };
          const { arrivals } = await readArrivals(crmWith(births), store, zone);
          try {
            takeArrivals(program, mortal, arrivals, instant(begin + 1_000_000), noCounts());
          } catch (error) {
            if (left >= 0) throw error;
          }
          for (const [known, cursor] of readBy(store)) expect(known).toBe(cursor);
          const rest = await readArrivals(crmWith(births), store, zone);
          takeArrivals(program, store, rest.arrivals, instant(begin + 1_000_000), noCounts());
          const all = (of: string): number => births.filter((birth) => birth.of === of).length;
          expect(readBy(store)).toEqual([
            [all('orders'), all('orders')],
            [all('customers'), all('customers')],
          ]);
        } finally {
          store.close();
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('what the shop posts', () => {
  /** A store to which events were posted in this order, of so many seconds after the begin. */
  function storeWith(seconds: readonly number[]): RunnerStore {
    const store = openRunnerStore(':memory:', () => begin);
    onTestFinished(() => store.close());
    eventInbox(store.database, () => begin).receive(
      seconds.map((second, index) => {
        const time = new Date(begin + second * 1000).toISOString();
        return { id: `posted-${index}`, source: 'shop', type: 'review.posted', time, data: {} };
      }),
    );
    return store;
  }
  const later = instant(begin + 100_000_000);

  test('is taken in its order and once, also when its clock was put back', async () => {
    const store = storeWith([60, 0, 30]);
    const { arrivals } = await readArrivals(crmWith([{ of: 'orders', second: 45 }]), store, zone);
    expect(arrivals.map(({ event }) => event.id)).toEqual(['orders-1', 'posted-0', 'posted-1', 'posted-2']);
    takeArrivals(program, store, arrivals, later, noCounts());
    expect(store.cursor('inbox')).toBe(3);
  });

  test('goes before a later change in the CRM, however much of it waits', async () => {
    const store = storeWith(Array.from({ length: 5001 }, (_, second) => second));
    const crm = crmWith([4998, 5001].map((second) => ({ of: 'orders', second })));
    const first = await readArrivals(crm, store, zone);
    expect(first.more).toBe(true);
    expect(first.arrivals.slice(-3).map(({ event }) => event.id)).toEqual(['orders-1', 'posted-4998', 'posted-4999']);
    takeArrivals(program, store, first.arrivals, later, noCounts());
    const rest = await readArrivals(crm, store, zone);
    expect(rest.more).toBe(false);
    expect(rest.arrivals.map(({ event }) => event.id)).toEqual(['posted-5000', 'orders-2']);
  });
});
