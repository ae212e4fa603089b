import { afterEach, expect, test } from 'vitest';
import { createCrmClient } from '../../src/crm/client.js';
import { readSettings, readZone } from '../../src/crm/settings.js';
import { faultyServer, json, type Behaviour } from './faultyServer.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function clientOf(...script: readonly Behaviour[]) {
  const server = await faultyServer(...script);
  const client = createCrmClient({ url: server.url, key: 'key', retry: { within: 0, withinUnseen: 0 } });
  open.push(server, client);
  return client;
}

test('an account tells its zone and its currency, or leaves them out', async () => {
  const settings = { timezone: { value: 'Asia/Almaty' }, default_currency: { value: 'KZT' } };
  const client = await clientOf(json({ success: true, settings }), json({ success: true, settings: {} }));
  expect(await readSettings(client)).toEqual({ timezone: 'Asia/Almaty', currency: 'KZT' });
  expect(await readSettings(client)).toEqual({ timezone: undefined, currency: undefined });
});

test('a key that may not read the settings leaves the zone open; an account that fails does not', async () => {
  const refused = json({ success: false, errorMsg: 'Access denied.' }, 403);
  expect(await readZone(await clientOf(refused))).toBeUndefined();
  const failing = await clientOf(json({ success: false, errorMsg: 'Internal error' }, 500));
  await expect(readZone(failing)).rejects.toMatchObject({ reason: 'server' });
});
