import { describe, expect, test } from 'vitest';
import type { TriggerStatistics } from '../../../src/model/operations.js';
import { plain } from '../../../src/render/colour.js';
import { reportHuman, reportOf } from '../../../src/render/operations/report.js';

const given = { environment: 'local', period: { from: null, to: null }, currency: 'RUB' };
const row: TriggerStatistics = {
  trigger: 'trigger/winback',
  entered: 300,
  waiting: 20,
  ended: { completed: 280 },
  messages: { sms: 150, email: 50 },
  effects: { task: 3 },
  skipped: { cap: 7, holdout: 100 },
  goals: { treated: { entered: 200, reached: 40, value: 80_000 }, held: { entered: 100, reached: 10, value: 20_000 } },
};
const prices = new Map([['sms', 3.4]]);

describe('a report', () => {
  test('says what it cost, what came after it, and what the holdout says of gain', () => {
    const report = reportOf(given, [row], prices);
    expect(report.totals).toEqual({ cost: 510, value: 100_000, result: 99_490 });
    const { lift } = report.triggers[0]!;
    expect(lift).toMatchObject({ relative: 1, treated: { rate: 0.2 }, held: { rate: 0.1 } });
    // z = 0.1 / sqrt(1/6 * 5/6 * (1/200 + 1/100)) = 2.19089, two-sided.
    expect(lift!.pValue).toBeCloseTo(0.02846, 4);
  });

  test('reads like a page', () => {
    expect(reportHuman(reportOf(given, [row], prices), { colour: plain, width: Infinity })).toBe(`trigger/winback
  entered  300                                                     waiting 20, completed 280
  sent     200                                                     sms 150, email 50
  done     3                                                       task 3
  stopped  107                                                     cap 7, holdout 100
  goal     50                                                      value 100000 RUB, observed after
  cost     510                                                     result 99490 RUB
  lift     +100.0 %: 20.0 % of 200 against 10.0 % of 100 held out  p = 0.028
Report: 1 triggers, value 100000, cost 510, result 99490 RUB.`);
  });

  test.each([
    ['nobody is held out', { entered: 0, reached: 0, value: 0 }],
    ['nobody reached the goal', { entered: 100, reached: 0, value: 0 }],
  ])('knows no lift when %s', (_when, held) => {
    const goals = { treated: { ...row.goals.treated, reached: 0 }, held };
    expect(reportOf(given, [{ ...row, goals }], prices).triggers[0]!.lift).toBeNull();
  });
});
