import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CrmError } from '../../src/crm/errors.js';
import { pageSize, readAllPages } from '../../src/crm/paging.js';

/** A server's list of `members`, which `disturb` may change before a page is given. */
function pagesOf(members: unknown[], disturb: (page: number) => void = () => undefined) {
  return (page: number) => {
    disturb(page);
    const slice = members.slice((page - 1) * pageSize, page * pageSize);
    const pagination = {
      limit: pageSize,
      totalCount: members.length,
      currentPage: page,
      totalPageCount: Math.ceil(members.length / pageSize),
    };
    return Promise.resolve({ success: true, orders: slice, pagination });
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a list', () => {
  it('is read to its last page, whatever its length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 950 }), async (count) => {
        expect(await readAllPages(pagesOf(numbers(count)), 'orders', 'GET orders')).toEqual(numbers(count));
      }),
    );
  });

  it('without pages is one answer; an empty map may be written as a list', async () => {
    const fetch = (body: Record<string, unknown>) => () => Promise.resolve(body);
    expect(await readAllPages(fetch({ statuses: { new: { code: 'new' } } }), 'statuses', 'GET s')).toEqual({
      new: { code: 'new' },
    });
    expect(await readAllPages(fetch({ statuses: [] }), 'statuses', 'GET s')).toEqual([]);
  });

  it('of maps becomes one map', async () => {
    const pages = [{ a: 1 }, { b: 2 }];
    const fetch = (page: number) =>
      Promise.resolve({ list: pages[page - 1], pagination: { totalCount: 2, currentPage: page, totalPageCount: 2 } });
    expect(await readAllPages(fetch, 'list', 'GET list')).toEqual({ a: 1, b: 2 });
  });

  it('that changes while it is read is read again, so that nothing is missed or doubled', async () => {
    const members = numbers(250);
    let removed = false;
    const fetch = pagesOf(members, (page) => {
      if (page === 2 && !removed) {
        removed = true;
        members.shift();
      }
    });
    expect(await readAllPages(fetch, 'orders', 'GET orders')).toEqual(numbers(250).slice(1));
  });

  it('that is whole again at its end is read again, too', async () => {
    const members = numbers(250);
    let round = 0;
    const fetch = pagesOf(members, (page) => {
      if (page === 1) round++;
      if (round === 1 && page === 2) members.shift();
      if (round === 1 && page === 3) members.push(250);
    });
    expect(await readAllPages(fetch, 'orders', 'GET orders')).toEqual(numbers(250).slice(1));
  });

  it('that gives fewer than it promised is read again', async () => {
    const whole = pagesOf(numbers(250));
    let asked = 0;
    const fetch = async (page: number) => {
      const body = await whole(page);
      return ++asked === 2 ? { ...body, orders: body.orders.slice(1) } : body;
    };
    expect(await readAllPages(fetch, 'orders', 'GET orders')).toEqual(numbers(250));
  });

  it('that never stands still fails as a whole', async () => {
    const members = numbers(250);
    const fetch = pagesOf(members, (page) => {
      if (page === 2) members.push(members.length);
    });
    await expect(readAllPages(fetch, 'orders', 'GET orders')).rejects.toThrow('changes faster than it can be read');
  });

  it('fails as a whole when one page fails', async () => {
    const whole = pagesOf(numbers(500));
    const failure = new CrmError('page 4 is gone', { reason: 'server' });
    const fetch = (page: number) => (page === 4 ? Promise.reject(failure) : whole(page));
    await expect(readAllPages(fetch, 'orders', 'GET orders')).rejects.toBe(failure);
  });

  it.each([
    [{ success: true }, '"orders" is missing'],
    [{ orders: 'none' }, '"orders" is missing or neither a list nor a map'],
    [{ orders: [], pagination: { limit: 20 } }, '"pagination" lacks'],
  ])('that is none is refused: %j', async (body, message) => {
    await expect(readAllPages(() => Promise.resolve(body), 'orders', 'GET orders')).rejects.toThrow(message);
  });

  it('whose server ignores the page number is refused', async () => {
    const first = pagesOf(numbers(300));
    await expect(readAllPages(() => first(1), 'orders', 'GET orders')).rejects.toThrow('asked for page 2, got page 1');
  });
});
