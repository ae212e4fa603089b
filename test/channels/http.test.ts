import { afterEach, expect, test } from 'vitest';
import { http } from '../../src/channels/http.js';
import { busy, cutAtOnce, faultyServer, html, json, type Behaviour } from '../crm/faultyServer.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

test.each<[string, Behaviour, object, object?]>([
  ['takes the message', json({}, 202), { outcome: 'sent' }],
  ['answers otherwise than it should', json({}, 202), { outcome: 'refused' }, { expect: [200] }],
  ['is busy (429)', busy(429, { 'retry-after': '7' }), { outcome: 'not-sent', down: true, retryAfter: 7000 }],
  ['is busy (503)', busy(503), { outcome: 'not-sent', down: true }],
  ['fails (500)', html(500, 'oops'), { outcome: 'unknown' }],
  ['fails (502)', html(502, 'Bad gateway'), { outcome: 'unknown' }],
  ['refuses the message', json({ error: 'no such number' }, 422), { outcome: 'refused' }],
  ['hangs up', cutAtOnce, { outcome: 'unknown' }],
])('a gateway that %s', async (_, behaviour, delivery, more = {}) => {
  const server = await faultyServer(behaviour);
  const transport = http.open({ code: 'sms', spec: { url: server.url, ...more }, render: () => undefined });
  open.push(server, transport);
  expect(await transport.send({ id: 'effect-1', to: '+79990000001', body: 'Hi', at: 0 })).toMatchObject(delivery);
  expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['effect-1']);
});

test.each<[string, object, string, unknown]>([
  [
    'a request of its own says what it says',
    { from: 'SHOP', body: { phone: '{{ message.to }}' } },
    '/',
    { body: { phone: '{{ message.to }}' } },
  ],
  [
    'a request without words of its own tells the message as JSON',
    { from: 'SHOP' },
    '/',
    { id: 'effect-1', to: '+79990000001', from: 'SHOP', text: 'Hi' },
  ],
  [
    'a GET tells it in its address',
    { from: 'SHOP', method: 'GET' },
    '/?id=effect-1&to=%2B79990000001&from=SHOP&text=Hi',
    undefined,
  ],
])('%s', async (_, spec, path, body) => {
  const server = await faultyServer(json({}, 200));
  const render = (place: readonly string[]): unknown => ({ [place[0]!]: (spec as Record<string, unknown>)[place[0]!] });
  const transport = http.open({ code: 'sms', spec: { url: server.url, ...spec }, render });
  open.push(server, transport);
  await transport.send({ id: 'effect-1', to: '+79990000001', body: 'Hi', at: 0 });
  expect(server.seen.map(({ target, body }) => [target, body === '' ? undefined : JSON.parse(body)])).toEqual([
    [path, body],
  ]);
});
