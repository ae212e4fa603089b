import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HistoryPage, historyPages } from '../../src/crm/historyPages.js';
import type { ApiCall } from '../../src/vocabulary/remoteKind.js';

interface Row {
  readonly id: number;
  readonly createdAt: string;
  readonly [member: string]: unknown;
}

/** A CRM that refuses `page` beside `sinceId`, as the real one has done since 2023. */
function crmWith(rows: readonly Row[]) {
  const calls: ApiCall[] = [];
  const call = (asked: ApiCall) => {
    calls.push(asked);
    const { limit, page, filter } = asked.query as { limit: number; page?: number; filter: { sinceId: number } };
    if (page !== undefined) throw new Error('page and sinceId');
    const rest = rows.filter(({ id }) => id > filter.sinceId);
    const pagination = {
      limit,
      totalCount: rest.length,
      currentPage: 1,
      totalPageCount: Math.ceil(rest.length / limit),
    };
    return Promise.resolve({ success: true, history: rest.slice(0, limit), pagination });
  };
  return { call, calls };
}

async function read(rows: readonly Row[], sinceId = 0): Promise<HistoryPage[]> {
  const pages: HistoryPage[] = [];
  for await (const page of historyPages(crmWith(rows).call, 'orders', sinceId)) pages.push(page);
  return pages;
}

function rowsOf(seconds: readonly number[]): Row[] {
  let time = Date.UTC(2026, 2, 2);
  return seconds.map((pause, index) => {
    time += pause * 1000;
    return { id: (index + 1) * 3, createdAt: new Date(time).toISOString().slice(0, 19).replace('T', ' ') };
  });
}

/** Some seconds have many rows: a list was changed, or all orders at once. */
const someHistory = fc
  .array(fc.tuple(fc.nat({ max: 2 }), fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.nat({ max: 260 }))), {
    maxLength: 60,
  })
  .map((groups) => rowsOf(groups.flatMap(([pause, count]) => [pause, ...Array.from({ length: count }, () => 0)])));

describe('the history', () => {
  it('comes whole and in order, and its last cursor is its last row', async () => {
    await fc.assert(
      fc.asyncProperty(someHistory, async (rows) => {
        const pages = await read(rows);
        expect(pages.flatMap((page) => page.rows)).toEqual(rows);
        expect(pages.at(-1)?.lastId).toBe(rows.at(-1)?.id);
      }),
      { numRuns: 60 },
    );
  });

  it('can be gone on with behind any page', async () => {
    await fc.assert(
      fc.asyncProperty(someHistory, fc.nat(), async (rows, pick) => {
        const pages = await read(rows);
        const stop = pages[pick % Math.max(1, pages.length)];
        if (stop === undefined) return;
        const rest = await read(rows, stop.lastId);
        expect(rest.flatMap((page) => page.rows)).toEqual(rows.filter(({ id }) => id > stop.lastId));
      }),
      { numRuns: 60 },
    );
  });

  it('never cuts what was saved within one second, however many answers that fills', async () => {
    await fc.assert(
      fc.asyncProperty(someHistory, async (rows) => {
        const pages = await read(rows);
        for (let index = 1; index < pages.length; index++) {
          const before = pages[index - 1]!.rows;
          expect(before.at(-1)!['createdAt']).not.toBe(pages[index]!.rows[0]!['createdAt']);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives no page when there is nothing new', async () => {
    expect(await read(rowsOf([1, 1, 1]), 9)).toEqual([]);
  });

  it('whose ids do not rise is refused instead of being read for ever', async () => {
    const stuck = () =>
      Promise.resolve({ history: [{ id: 5, createdAt: '2026-03-02 09:00:00' }], pagination: { totalPageCount: 2 } });
    const pages = async () => {
      for await (const page of historyPages(stuck, 'orders', 0)) expect(page.lastId).toBe(5);
    };
    await expect(pages()).rejects.toThrow('the ids do not rise: 5 after 5');
  });

  it('that promises more and gives nothing is refused', async () => {
    const empty = () => Promise.resolve({ history: [], pagination: { totalPageCount: 2 } });
    await expect(historyPages(empty, 'orders', 0).next()).rejects.toThrow('it promises more pages than it gives rows');
  });
});
