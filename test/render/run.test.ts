import { expect, test } from 'vitest';
import { plain } from '../../src/render/colour.js';
import { runHuman } from '../../src/render/run.js';
import { wallClock } from '../../src/model/wallClock.js';
import type { RunSummary } from '../../src/run/runOnce.js';

const quiet: RunSummary = {
  format: 'crmctl.run/1',
  events: 3,
  entered: 3,
  effects: { done: 0, deferred: 0, skipped: 3, retry: 0, dead: 0, unknown: 0 },
  cursor: {},
  tookMs: 100,
  attention: [],
  failed: [],
  missing: [],
};

test('runs that failed at the same step for the same reason are one line', () => {
  const failed = (key: string, trigger = 'trigger/pay') => ({
    trigger,
    key,
    step: 'spend',
    at: '2026-03-02T09:00:00Z',
    reason: 'balance',
  });
  const summary = { ...quiet, failed: [failed('order/1'), failed('order/2'), failed('order/3', 'trigger/gift')] };
  expect(runHuman(summary, plain, wallClock('Europe/Moscow')).split('\n')).toEqual([
    'Run: 3 events, 3 entered, effects: 0 done, 3 skipped.   0.1 s',
    'failed   trigger/pay at spend: balance   (2)',
    'failed   trigger/gift at spend: balance   for order/3 of 2026-03-02 12:00:00',
  ]);
});
