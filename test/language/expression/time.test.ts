import { describe, expect, it } from 'vitest';
import { formatInstant, instant, type Instant } from '../../../src/model/instant.js';
import { any, timestamp } from '../../../src/language/valueType.js';
import { compiled, evaluate, now, problemsOf, scopeOf } from './shop.js';

const at = (text: string): number => Date.parse(text);
const moment = (source: string, data = {}, zone = 'Europe/Moscow') => {
  const value = compiled(source, timestamp).evaluate(scopeOf(data, { zone }));
  return value === undefined ? undefined : formatInstant(value as Instant);
};

describe('moments', () => {
  it('are read as the CRM writes them: in the account zone, as a date, with an offset, as an instant', () => {
    for (const createdAt of [
      '2026-03-01 10:00:00',
      '2026-03-01T07:00:00Z',
      '2026-03-01T10:00:00+03:00',
      at('2026-03-01T07:00:00Z'),
    ])
      expect(moment('order.createdAt', { order: { createdAt } })).toBe('2026-03-01T07:00:00Z');
    expect(moment('order.shipmentDate', { order: { shipmentDate: '2026-03-01' } })).toBe('2026-02-28T21:00:00Z');
    expect(moment('order.createdAt', { order: { createdAt: 'soon' } })).toBeUndefined();
  });
  it('compare with each other and with untyped data', () => {
    const order = { createdAt: '2026-03-01 10:00:00', data: { until: '2026-03-01 09:59:59' } };
    expect(evaluate('order.createdAt < now', { order })).toBe(true);
    expect(evaluate('order.createdAt > order.data.until', { order })).toBe(true);
    expect(evaluate('order.createdAt == timestamp("2026-03-01 10:00")', { order })).toBe(true);
  });
  it('show the clock of the account, or of the zone given', () => {
    expect(
      evaluate(
        '[now.getHours(), now.getHours("UTC"), now.getDayOfWeek(), now.getDate(), now.getMonth(), now.getFullYear(), now.getDayOfYear(), now.getMinutes()]',
      ),
    ).toEqual([12, 9, 1, 2, 2, 2026, 60, 0]);
    expect(evaluate('localTime(now).time', {})).toBe('12:00');
    expect(evaluate('localTime(customer, now).hour', { customer: { customFields: { timezone: 'Asia/Almaty' } } })).toBe(
      14,
    );
    expect(
      evaluate('localTime(customer, now).weekday == 1 && localTime(customer, now).date == "2026-03-02"', {
        customer: {},
      }),
    ).toBe(true);
  });
});

describe('durations', () => {
  it('days are days of the calendar, hours are elapsed', () => {
    const order = { createdAt: '2024-03-30 12:00:00' };
    expect(moment('order.createdAt + days(1)', { order }, 'Europe/Berlin')).toBe('2024-03-31T10:00:00Z');
    expect(moment('order.createdAt + hours(24)', { order }, 'Europe/Berlin')).toBe('2024-03-31T11:00:00Z');
    expect(moment('timestamp("2026-01-31 10:00") + months(1)')).toBe('2026-02-28T07:00:00Z');
    expect(moment('timestamp("2026-03-02 10:00") - weeks(1)')).toBe('2026-02-23T07:00:00Z');
  });
  it('a difference of moments is compared with the calendar, not with 24-hour days', () => {
    const order = { createdAt: '2024-03-30 12:00:00' };
    const atNoon = { now: instant(at('2024-03-31T10:00:00Z')), zone: 'Europe/Berlin' };
    expect(evaluate('now - order.createdAt >= days(1)', { order }, any, atNoon)).toBe(true);
    expect(evaluate('now - order.createdAt >= hours(24)', { order }, any, atNoon)).toBe(false);
    expect(evaluate('days(1) > now - order.createdAt', { order }, any, atNoon)).toBe(false);
    expect(evaluate('now - order.createdAt == days(1)', { order }, any, atNoon)).toBe(true);
    expect(evaluate('hours(24) != now - order.createdAt', { order }, any, atNoon)).toBe(true);
  });
  it('multiply, divide, add and compare', () => {
    expect(
      evaluate(
        'hours(1) * 3 == hours(3) && 2 * days(1) == days(2) && days(2) / 2 == days(1) && hours(3) / hours(2) == 1.5',
      ),
    ).toBe(true);
    expect(evaluate('hours(1) + minutes(30) > minutes(89) && -hours(1) < hours(0)')).toBe(true);
    expect(evaluate('days(0.5) == hours(12) && years(1) > months(11) && days(1) == hours(24)')).toBe(true);
    expect(evaluate('now + vars.wait > now', { vars: { wait: { clock: 'elapsed', milliseconds: 5 } } })).toBe(true);
    expect(evaluate('order.patience == hours(2)', { order: { patience: '2h' } })).toBe(true);
  });
  it('text of untyped data beside a moment is a duration or a moment', () => {
    const vars = { wait: '2h', since: '2026-03-02 11:00:00' };
    expect(evaluate('now + vars.wait == timestamp("2026-03-02 14:00")', { vars })).toBe(true);
    expect(
      evaluate('now - vars.since == hours(1) && now - vars.since < vars.wait && now + vars.nothing == null', { vars }),
    ).toBe(true);
  });
  it('with a missing part are missing', () => {
    expect(evaluate('now - order.createdAt > hours(1)', { order: {} })).toBe(false);
    expect(evaluate('(now + order.patience) == null && (order.patience * 2) == null', { order: {} })).toBe(true);
    expect(evaluate('now + days(customer.id)', {})).toBeUndefined();
  });
  it('hours and days in one duration are refused, one after the other is right', () => {
    expect(problemsOf('now + (days(1) + hours(2)) > now').map(({ code }) => code)).toEqual(['CRM214']);
    expect(moment('now + days(1) + hours(2)')).toBe('2026-03-03T11:00:00Z');
    expect(
      evaluate('now + (vars.a + vars.b) > now', {
        vars: { a: { clock: 'elapsed', milliseconds: 1 }, b: { clock: 'calendar', months: 0, days: 1 } },
      }),
    ).toBe(false);
  });
});

describe('when a condition may change by time alone', () => {
  it('never, when nothing in it moves', () => {
    const { crossings, flips } = compiled('order.totalSumm > 3000');
    expect(crossings).toEqual(new Map());
    expect(flips).toBeUndefined();
  });
  it('when a field that moves reaches one of the constants it is compared with', () => {
    expect(
      compiled('order.age > 30 && order.age <= 90 || order.age in [7] || has(order.age) && order.age != null')
        .crossings,
    ).toEqual(new Map([['order.age', [7, 30, 90]]]));
  });
  it('nobody knows, when such a field is used for anything else', () => {
    expect(compiled('order.age + 1 > 30').crossings).toBeUndefined();
    expect(compiled('order.age > order.weight').crossings).toBeUndefined();
    expect(compiled('order.age > 3 && order.age > order.weight').crossings).toBeUndefined();
    expect(compiled('orders(o, o.id == 3 && o.age > 5).size() > 0').crossings).toBeUndefined();
    expect(compiled('now.getHours() > 10').crossings).toBeUndefined();
  });
  it('at the moment that a comparison with now names, or a millisecond after it', () => {
    const order = { createdAt: '2026-03-01 10:00:00', shipmentDate: '2026-03-31', patience: '3h' };
    const flips = (source: string) => {
      const expression = compiled(source);
      expect(expression.crossings).toEqual(new Map());
      return expression.flips?.(scopeOf({ order })).map(formatInstant);
    };
    expect(flips('now - order.createdAt > days(30)')).toEqual(['2026-03-31T07:00:00.001Z']);
    expect(flips('order.createdAt < now - days(30)')).toEqual(['2026-03-31T07:00:00.001Z']);
    expect(flips('order.createdAt + days(30) <= now')).toEqual(['2026-03-31T07:00:00Z']);
    expect(flips('now >= order.shipmentDate')).toEqual(['2026-03-30T21:00:00Z']);
    expect(flips('order.shipmentDate - now < days(3)')).toEqual(['2026-03-27T21:00:00.001Z']);
    expect(flips('now + days(3) != order.shipmentDate')).toEqual(['2026-03-27T21:00:00Z', '2026-03-27T21:00:00.001Z']);
    expect(flips('now - order.createdAt > order.patience')).toEqual([]);
    expect(flips('now + order.weight * hours(1) > order.shipmentDate')).toEqual([]);
  });
  it('several times where a month later is the last day of a shorter one', () => {
    // 11:30 in Berlin. The clock is put forward on the 31st of March, in the night.
    const order = { shipmentDate: '2024-04-30T09:30:00Z' };
    const within = compiled('order.shipmentDate - now <= months(1)');
    const when = (text: string) => scopeOf({ order }, { now: instant(at(text)), zone: 'Europe/Berlin' });
    const flips = within.flips!(when('2024-01-01T00:00:00Z')).map(formatInstant);
    expect(flips).toEqual(['2024-03-30T10:30:00Z', '2024-03-30T23:00:00Z', '2024-03-31T09:30:00Z']);
    expect(flips.map((flip) => within.evaluate(when(flip)))).toEqual([true, false, true]);
  });
  it('now itself is the ambient now', () => {
    expect(evaluate('now == timestamp("2026-03-02 12:00:00")')).toBe(true);
    expect(compiled('now', timestamp).evaluate(scopeOf())).toBe(now);
  });
});
