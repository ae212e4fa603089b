import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearest } from '../../src/language/nearest.js';

describe('the nearest name', () => {
  const names = ['status', 'statusGroup', 'totalSumm', 'number', 'createdAt', 'StatusGroup'];
  it.each([
    ['totalSum', 'totalSumm'],
    ['statsu', 'status'],
    ['created_at', 'createdAt'],
    ['STATUS', 'status'],
    ['status-group', 'statusGroup'],
    ['nubmer', 'number'],
  ])('of %s is %s', (name, meant) => expect(nearest(name, names)).toBe(meant));

  it('is none when nothing is near', () => {
    expect(nearest('loyalty', names)).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
    expect(didYouMean('statsu', names)).toBe('did you mean "status"?');
    expect(didYouMean('loyalty', names)).toBeUndefined();
  });

  it('never is the name itself', () => {
    expect(nearest('status', ['status'])).toBeUndefined();
  });
});

describe('the edit distance', () => {
  const text = fc.string({ maxLength: 8 });
  it('counts a swap of neighbours once', () => {
    expect(editDistance('ab', 'ba')).toBe(1);
    expect(editDistance('abcd', 'acbd')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });

  it('is 0 exactly for equal texts, and symmetric', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
      }),
    );
  });

  it('with a limit is the same or given up', () => {
    fc.assert(
      fc.property(text, text, fc.nat(5), (a, b, limit) => {
        const distance = editDistance(a, b);
        expect(editDistance(a, b, limit)).toBe(distance <= limit ? distance : Infinity);
      }),
    );
  });
});
