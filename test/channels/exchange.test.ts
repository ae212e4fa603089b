import { expect, onTestFinished, test } from 'vitest';
import { exchange } from '../../src/channels/exchange.js';
import { http } from '../../src/channels/http.js';
import { neverConnected } from '../../src/channels/connecting.js';
import { carryOutByHttp } from '../../src/run/outbox/viaHttp.js';
import { instant } from '../../src/model/instant.js';
import { faultyServer, json, type Behaviour } from '../crm/faultyServer.js';

async function serving(behaviour: Behaviour): Promise<URL> {
  const server = await faultyServer(behaviour);
  onTestFinished(() => server.close());
  return new URL(server.url);
}

/** Sends pieces of an answer without an end, and never one late. */
const endless =
  (piece: string, pause: number): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(piece), pause);
    response.on('close', () => clearInterval(timer));
  };

const asking = { method: 'GET', headers: {} } as const;

test('an answer that drips is given up after the time that its service has', async () => {
  const url = await serving(endless(' ', 20));
  await expect(exchange(url, asking, 300)).rejects.toThrow(/no whole answer within/);
  const connection = { url: url.href, timeout: '1s' };
  expect(await carryOutByHttp(connection, { method: 'POST', path: '/' }, 'key', 'connection/slow')).toMatchObject({
    ended: 'retry',
    uncertain: true,
  });
});

test('of an answer without an end a megabyte is read', async () => {
  const url = await serving(endless('x'.repeat(300_000), 1));
  expect((await exchange(url, asking, 20_000)).text).toHaveLength(1_000_000);
});

test('a service that takes no connections was asked nothing', async () => {
  const server = await faultyServer(json({}));
  await server.close();
  const thrown: unknown = await exchange(new URL(server.url), asking, 300).catch((error: unknown) => error);
  expect(neverConnected(thrown)).toBe(true);
});

test('a gateway that asks for time gets it', async () => {
  const url = await serving(json({}, 429, { 'retry-after': '7' }));
  const gateway = http.open({ code: 'sms', spec: { url: url.href }, render: () => undefined });
  expect(await gateway.send({ id: 'e', to: '+79990000001', at: instant(0), body: 'Hello' })).toMatchObject({
    outcome: 'not-sent',
    down: true,
    retryAfter: 7_000,
  });
});
