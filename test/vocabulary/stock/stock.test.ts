import { describe, expect, it } from 'vitest';
import { availableOf, hold, release, rememberStock } from '../../../src/vocabulary/stock/stock.js';

const shirt = { id: 5, article: 'TS-01' };

/** A shop with so many shirts in each store. */
function shopWith(stores: Readonly<Record<string, number>>) {
  const memory = new Map<string, string>();
  const read = (name: string) => memory.get(name);
  const write = (name: string, value: string) => void memory.set(name, value);
  for (const [store, quantity] of Object.entries(stores)) rememberStock({ offer: shirt, quantity, store }, read, write);
  return {
    take: (order: string, quantity: number, store?: string, offer: unknown = shirt) =>
      hold([{ offer, quantity }], order, store, read, write).map(({ missing }) => missing),
    takeEach: (order: string, ...offers: readonly unknown[]) =>
      hold(
        offers.map((offer) => ({ offer, quantity: 1 })),
        order,
        undefined,
        read,
        write,
      ).length,
    back: (order: string) => release(order, [shirt], read, write),
    left: (store?: string) => availableOf(shirt, store, read),
  };
}

describe('what an order holds', () => {
  it('is nobody else’s until it is let go', () => {
    const { take, back, left } = shopWith({ main: 3 });
    expect(take('1', 2)).toEqual([]);
    expect(left()).toBe(1);
    expect(take('2', 2)).toEqual([1]);
    back('2');
    expect(left()).toBe(1);
    back('1');
    expect(left()).toBe(3);
    expect(take('2', 3)).toEqual([]);
  });

  it('is not in its own way when it asks again, and is not taken twice', () => {
    const { take, left } = shopWith({ main: 3 });
    expect(take('1', 2)).toEqual([]);
    expect(take('1', 3)).toEqual([]);
    expect(left()).toBe(0);
    expect(take('1', 2)).toEqual([]);
    expect(left()).toBe(1);
  });

  it('is held in its store alone, and in all together', () => {
    const { take, left } = shopWith({ main: 2, mall: 1 });
    expect(take('1', 2, 'main')).toEqual([]);
    expect([left('main'), left('mall'), left()]).toEqual([0, 1, 1]);
    expect(take('2', 1, 'main')).toEqual([1]);
    expect(take('2', 1, 'mall')).toEqual([]);
    expect(take('3', 1)).toEqual([1]);
  });

  it('may lie in any store where none is named, so that none promises it', () => {
    const { take, left } = shopWith({ main: 1, mall: 1 });
    expect(take('1', 1)).toEqual([]);
    expect([left('main'), left('mall'), left()]).toEqual([0, 0, 1]);
    expect(take('2', 1, 'mall')).toEqual([1]);
  });

  it('counts over all lines of the offer, whatever they call it', () => {
    const { take, takeEach, left } = shopWith({ main: 2 });
    expect(takeEach('1', shirt, shirt, shirt)).toBe(1);
    expect(takeEach('1', shirt, shirt)).toBe(0);
    expect(take('2', 1, undefined, 'TS-01')).toEqual([1]);
    expect(left()).toBe(0);
  });
});
