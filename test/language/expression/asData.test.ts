import { describe, expect, it } from 'vitest';
import { any } from '../../../src/language/valueType.js';
import { compiled, now, scopeOf, worldOf } from './shop.js';

const order = { id: 1, status: 'new', totalSumm: 5, createdAt: '2026-03-01 10:00:00', customer: { id: 7 } };
const data = (source: string): unknown =>
  compiled(source, any).data(scopeOf({ order }, { world: worldOf([order], []) }));

describe('what leaves an expression as data has moments as text', () => {
  it.each([
    ['now', '2026-03-02T09:00:00Z'],
    ['{"at": now, "sum": order.totalSumm}', { at: '2026-03-02T09:00:00Z', sum: 5 }],
    [
      '{"at": {"made": [order.createdAt, now]}, "x": 1}',
      { at: { made: ['2026-03-01T07:00:00Z', '2026-03-02T09:00:00Z'] }, x: 1 },
    ],
    ['order.totalSumm > 1 ? {"at": now, "n": 1} : {"n": 0, "why": "never"}', { at: '2026-03-02T09:00:00Z', n: 1 }],
    ['vars.at.orValue({"at": now, "n": 1})', { at: '2026-03-02T09:00:00Z', n: 1 }],
    ['orders(o, o.status == "new").map(o, o.createdAt)', ['2026-03-01T07:00:00Z']],
    [
      'orders(o, o.status == "new").map(o, {"at": o.createdAt, "sum": o.totalSumm})',
      [{ at: '2026-03-01T07:00:00Z', sum: 5 }],
    ],
    ['order.totalSumm', 5],
  ] as const)('%s', (source, expected) => expect(data(source)).toEqual(expected));

  it('and not what is computed on with', () => {
    expect(compiled('now', any).evaluate(scopeOf())).toBe(now);
    expect(compiled('{"at": now}.at - hours(1) < now').evaluate(scopeOf())).toBe(true);
  });
});
