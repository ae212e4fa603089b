import { expect, onTestFinished, test } from 'vitest';
import { carryOutByHttp } from '../../../src/run/outbox/viaHttp.js';
import { busy, cutAtOnce, faultyServer, json, type Behaviour } from '../../crm/faultyServer.js';

const request = { method: 'POST', path: '/cards', body: { order: 1 } } as const;

test.each<[string, Behaviour, object]>([
  ['is busy: nothing was done, and nothing else would be', busy(503), { uncertain: false, down: true }],
  ['asks for time', busy(429, { 'retry-after': '7' }), { uncertain: false, down: true, after: 7000 }],
  ['fails: it may have been done', json({}, 500), { uncertain: true }],
  ['hangs up: it may have been done', cutAtOnce, { uncertain: true }],
])('a service that %s', async (_what, behaviour, attempt) => {
  const server = await faultyServer(behaviour);
  onTestFinished(() => server.close());
  const { error, ...rest } = await carryOutByHttp({ url: server.url }, request, 'effect-1', 'connection/site').then(
    (each) => ('error' in each ? each : { ...each, error: '' }),
  );
  expect(error).toContain('connection/site');
  expect(rest).toEqual({ ended: 'retry', ...attempt });
});

test('a service that is not there: nothing was done, and nothing else would be', async () => {
  const server = await faultyServer(json({}));
  await server.close();
  expect(await carryOutByHttp({ url: server.url }, request, 'effect-1', 'connection/site')).toMatchObject({
    ended: 'retry',
    uncertain: false,
    down: true,
  });
});
