import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/model/instant.js';
import {
  balanceOf,
  charge,
  credit,
  empty,
  reverseCharges,
  reverseCredits,
} from '../../../src/vocabulary/ledger/ledger.js';

const [before, expires, after] = [instant(1000), 5000, instant(5000)];
const given = credit(empty, { id: 'a', amount: 100, activates: 0, expires, order: '1' });
const spent = charge(given, { id: 'c', amount: 60, order: '2' }, before)!;

describe('what an order was given', () => {
  it('is taken back as far as it is not spent, of a share as far as that goes', () => {
    expect(reverseCredits(given, '1', 0.5, before).amount).toBe(50);
    expect(reverseCredits(spent, '1', 0.5, before).amount).toBe(40);
    expect(reverseCredits(spent, '1', 1, before).amount).toBe(40);
    expect(reverseCredits(spent, '2', 1, before).amount).toBe(0);
  });

  it('is not taken back when it has expired: there is nothing to take', () => {
    expect(reverseCredits(given, '1', 1, after)).toEqual({ ledger: given, amount: 0 });
  });
});

describe('what an order cost', () => {
  it('comes back as far as it would not have expired, and counts as spent no more', () => {
    const back = reverseCharges(spent, '2', 1, before, 'r');
    expect(back.returned).toEqual([{ amount: 60, expires }]);
    expect(balanceOf(back.ledger, before)).toMatchObject({ active: 100, spent: 0 });
    const late = reverseCharges(spent, '2', 1, after, 'r');
    expect(late.returned).toEqual([]);
    expect(balanceOf(late.ledger, after)).toMatchObject({ active: 0, spent: 0 });
  });
});
