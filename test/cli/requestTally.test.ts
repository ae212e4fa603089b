import { expect, test } from 'vitest';
import { requestTally } from '../../src/cli/requestTally.js';
import { CrmError } from '../../src/crm/errors.js';

test('requests are counted by method and group of paths, repetitions by their reason', () => {
  const { observe, text } = requestTally();
  for (const label of [
    'GET reference/statuses',
    'POST reference/statuses/no-answer/edit',
    'POST reference/statuses/no-phone/edit',
    'GET orders/17',
    'GET automation/releases?limit=100&page=1',
    'GET automation',
    'GET /api/credentials',
  ])
    observe.onRequest?.({ label, status: 200, milliseconds: 250 });
  const error = new CrmError('too many requests', { reason: 'limit' });
  observe.onRetry?.({ error, attempt: 1, pause: 10 });
  observe.onRetry?.({ error, attempt: 2, pause: 20 });
  expect(text()).toBe(`requests 7, 1.75 s in all, repeated limit 2
  GET api/credentials         1   0.25 s
  GET automation              1   0.25 s
  GET automation/releases     1   0.25 s
  GET orders                  1   0.25 s
  GET reference/statuses      1   0.25 s
  POST reference/statuses     2   0.50 s`);
});

test('nothing asked is said, too', () => {
  expect(requestTally().text()).toBe('requests 0, 0.00 s in all, repeated 0');
});
