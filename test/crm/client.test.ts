import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createCrmClient, type CrmOptions } from '../../src/crm/client.js';
import { CrmError } from '../../src/crm/errors.js';
import { busy, cutAtOnce, cutInBody, faultyServer, html, json, silent, type Behaviour } from './faultyServer.js';
import { virtualTiming } from './virtualTiming.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function clientOf(script: readonly Behaviour[], options: Partial<CrmOptions> = {}) {
  const server = await faultyServer(...script);
  const timing = virtualTiming();
  const client = createCrmClient({ url: server.url, key: 'secret-key', timing, ...options });
  open.push(server, client);
  return { server, client, timing };
}

async function errorOf(promise: Promise<unknown>): Promise<CrmError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(CrmError);
  return thrown as CrmError; // just checked
}

const read = { method: 'GET', path: 'orders' } as const;
const write = { method: 'POST', path: 'orders/create', body: { order: { number: 'A-1' } } } as const;
const good = json({ success: true, id: 7 });

describe('a call', () => {
  it('sends the key in its header, a GET as a query and a POST as a form', async () => {
    const { server, client } = await clientOf([good], { site: 'main' });
    await client.call({ method: 'GET', path: 'orders', query: { filter: { ids: [1] } } });
    await client.call(write);
    await client.call({ method: 'GET', path: '/api/credentials' });
    const [first, second, third] = server.seen;
    expect(decodeURIComponent(first!.target)).toBe('/api/v5/orders?filter[ids][]=1');
    expect(first!.headers['x-api-key']).toBe('secret-key');
    expect(second!.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(second!.body))).toEqual({ site: 'main', order: '{"number":"A-1"}' });
    expect(third!.target).toBe('/api/credentials');
    expect(client.requests()).toBe(3);
  });

  it('names the shop only where the CRM asks for it, and never against the caller', async () => {
    const { server, client } = await clientOf([good], { site: 'main' });
    await client.call({ method: 'GET', path: 'orders/17' });
    await client.call({ method: 'GET', path: 'orders/history' });
    await client.call({ method: 'POST', path: 'reference/statuses/new/edit', body: { status: { name: 'x' } } });
    await client.call({ method: 'POST', path: 'customers/7/edit', body: { site: 'other', customer: {} } });
    await client.call({ method: 'POST', path: 'customers/notes/create', body: { site: undefined, note: {} } });
    await client.call({ method: 'POST', path: 'orders/payments/9/edit', body: { payment: {} } });
    await client.call({ method: 'POST', path: 'orders/packs/9/edit', body: { pack: {} } });
    await client.call({ method: 'POST', path: 'orders/17/edit', body: { order: {} } });
    await client.call({ method: 'GET', path: 'customers/7', query: { site: 'other' } });
    expect(server.seen.map(({ target, body }) => `${target} ${new URLSearchParams(body).get('site') ?? '-'}`)).toEqual([
      '/api/v5/orders/17?site=main -',
      '/api/v5/orders/history -',
      '/api/v5/reference/statuses/new/edit -',
      '/api/v5/customers/7/edit other',
      '/api/v5/customers/notes/create main',
      '/api/v5/orders/payments/9/edit main',
      '/api/v5/orders/packs/9/edit -',
      '/api/v5/orders/17/edit main',
      '/api/v5/customers/7?site=other -',
    ]);
  });

  it('works behind a path of a proxy', async () => {
    const { server } = await clientOf([good]);
    const client = createCrmClient({ url: `${server.url}/crm/`, key: 'k' });
    open.push(client);
    await client.call(read);
    expect(server.seen[0]!.target).toBe('/crm/api/v5/orders');
  });
});

describe('patience', () => {
  it.each([503, 429] as const)(
    'sits a storm of %d out, reading and writing: both were refused before anything happened',
    async (status) => {
      const storm = [busy(status), busy(status), busy(status), busy(status), good];
      const reading = await clientOf(storm);
      expect(await reading.client.call(read)).toEqual({ success: true, id: 7 });
      const writing = await clientOf(storm);
      expect(await writing.client.call(write)).toEqual({ success: true, id: 7 });
      expect(writing.server.seen).toHaveLength(5);
      expect(new Set(writing.server.seen.map(({ body }) => body)).size).toBe(1);
    },
  );

  it('waits at least as long as Retry-After says', async () => {
    const { client, timing } = await clientOf([busy(429, { 'retry-after': '7' }), good]);
    await client.call(read);
    expect(timing.now()).toBeGreaterThanOrEqual(7000);
  });

  it('reads Retry-After as a date, too', async () => {
    const headers = { date: 'Mon, 02 Mar 2026 09:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 09:00:20 GMT' };
    const { client, timing } = await clientOf([busy(503, headers), good]);
    await client.call(read);
    expect(timing.now()).toBeGreaterThanOrEqual(20_000);
  });

  it('pauses longer and longer, each at random below the bound', async () => {
    const storm = [...Array.from({ length: 6 }, () => html(502, 'Bad gateway')), good];
    const { client, timing } = await clientOf(storm, { retry: { base: 100, cap: 1000 } });
    await client.call(read);
    expect(timing.pauses.filter((pause) => pause >= 50)).toEqual([50, 100, 200, 400, 500, 500]);
  });

  it('gives up after its time with the last error, the attempts and their time', async () => {
    const { client, server, timing } = await clientOf([busy()]);
    const error = await errorOf(client.call(read));
    expect(error.reason).toBe('limit');
    expect(error.status).toBe(503);
    expect(error.message).toMatch(/API rate limit exceeded .*\(\d+ attempts in \d+ s\)/);
    expect(server.seen.length).toBeGreaterThan(5);
    expect(timing.now()).toBeGreaterThan(40_000);
  });

  it('counts the time that a slow failure took as its own', async () => {
    const timing = virtualTiming();
    const slow: Behaviour = (response, seen) => {
      void timing.sleep(25_000);
      html(502, 'Bad gateway')(response, seen);
    };
    const { client, server } = await clientOf([slow], { timing });
    await errorOf(client.call(read));
    expect(server.seen).toHaveLength(3);
  });

  it('lets other calls wait, too, when one was refused for speed, and go on at half the rate', async () => {
    const { client, timing } = await clientOf([busy(429, { 'retry-after': '7' }), good]);
    const [first, second] = [client.call(read), client.call(write)];
    await first;
    await second;
    expect(timing.now()).toBeGreaterThanOrEqual(7000);
    const began = timing.now();
    for (let count = 0; count < 8; count++) await client.call(read);
    expect(timing.now() - began).toBeGreaterThan(1200);
  });

  it('does not wait for a Retry-After that is longer than its patience', async () => {
    const { client, server } = await clientOf([busy(429, { 'retry-after': '3600' })]);
    const error = await errorOf(client.call(read));
    expect(error.message).toContain('asks to wait 3600 s');
    expect(server.seen).toHaveLength(1);
  });

  it('reads again when the connection was cut in the middle of an answer', async () => {
    const { client, server } = await clientOf([cutInBody, cutAtOnce, json({ success: true, orders: [] })]);
    expect(await client.call(read)).toEqual({ success: true, orders: [] });
    expect(server.seen).toHaveLength(3);
  });

  it('reads again after a time-out', async () => {
    const { client, server } = await clientOf([silent, good], { timeout: 60 });
    expect(await client.call(read)).toEqual({ success: true, id: 7 });
    expect(server.seen).toHaveLength(2);
  });
});

describe('a packed answer', () => {
  const body = Buffer.from(JSON.stringify({ success: true, orders: [{ number: 'Ы-1' }] }));
  const packed =
    (encoding: string, bytes: Buffer): Behaviour =>
    (response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(bytes);

  it.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['br', brotliCompressSync(body)],
    ['deflate, gzip', gzipSync(deflateSync(body))],
    ['identity', body],
  ])('is read, whatever a proxy made of it: %s', async (encoding, bytes) => {
    const { client, server } = await clientOf([packed(encoding, bytes)]);
    expect(await client.call(read)).toEqual({ success: true, orders: [{ number: 'Ы-1' }] });
    expect(server.seen[0]!.headers['accept-encoding']).toBe('gzip');
  });

  it('that breaks off is read again, and after a write nobody knows what happened', async () => {
    const half = packed('gzip', gzipSync(body).subarray(0, 20));
    const { client } = await clientOf([half, packed('gzip', gzipSync(body))]);
    expect(await client.call(read)).toMatchObject({ success: true });
    const writing = await clientOf([half]);
    expect((await errorOf(writing.client.call(write))).ambiguous).toBe(true);
  });
});

describe('what may have happened is never sent twice', () => {
  it.each([
    ['a cut answer', cutInBody, 'network'],
    ['a cut connection', cutAtOnce, 'network'],
    ['a bad gateway', html(502, 'Bad gateway'), 'server'],
    ['a failure inside the CRM', json({ success: false, errorMsg: 'Internal Server Error' }, 500), 'server'],
    ['a page instead of an answer', html(200, '<html><title>Maintenance</title>'), 'malformed'],
    ['half an answer', (response) => response.end('{"success": true, "id'), 'malformed'],
  ] satisfies [string, Behaviour, string][])('%s to a write is ambiguous', async (_name, behaviour, reason) => {
    const { client, server } = await clientOf([behaviour]);
    const error = await errorOf(client.call(write));
    expect(error.reason).toBe(reason);
    expect(error.ambiguous).toBe(true);
    expect(server.seen).toHaveLength(1);
  });

  it('a write without an answer in time is ambiguous', async () => {
    const { client, server } = await clientOf([silent], { timeout: 60 });
    const error = await errorOf(client.call(write));
    expect([error.reason, error.ambiguous]).toEqual(['timeout', true]);
    expect(server.seen).toHaveLength(1);
  });

  it('a write that never left is not ambiguous', async () => {
    const { server, client } = await clientOf([good]);
    await server.close();
    const error = await errorOf(client.call(write));
    expect([error.reason, error.ambiguous]).toEqual(['network', false]);
    expect(error.cure).toContain('Check the url');
  });
});

describe('an error', () => {
  it('says what the CRM said, field by field', async () => {
    const body = {
      success: false,
      errorMsg: 'Errors in the entity format',
      errors: { 'order.status': 'Status does not exist' },
    };
    const { client } = await clientOf([json(body, 400)]);
    const error = await errorOf(client.call(write));
    expect(error.message).toBe(
      'POST orders/create: The CRM refuses the data: Errors in the entity format: order.status: Status does not exist (HTTP 400)',
    );
    expect(error.errors).toEqual({ 'order.status': 'Status does not exist' });
    expect([error.reason, error.ambiguous]).toEqual(['invalid', false]);
  });

  it('takes errors as a list as well', async () => {
    const { client } = await clientOf([
      json({ success: false, errorMsg: 'Validation error', errors: ['first', 'second'] }, 400),
    ]);
    const error = await errorOf(client.call(write));
    expect(error.errors).toEqual(['first', 'second']);
    expect(error.message).toContain('first; second');
  });

  it.each([
    [403, 'Wrong "apiKey" value.', 'auth'],
    [401, 'Access denied.', 'auth'],
    [403, 'Access denied.', 'denied'],
    [404, 'Not found', 'not-found'],
    [405, 'Method Not Allowed', 'invalid'],
    [500, 'Internal Server Error', 'server'],
  ])('HTTP %d "%s" is %s, and is not tried again', async (status, errorMsg, reason) => {
    const { client, server } = await clientOf([json({ success: false, errorMsg }, status)]);
    const error = await errorOf(client.call(read));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(errorMsg);
    expect(server.seen).toHaveLength(1);
  });

  it('names the cure for a wrong key and never the key', async () => {
    const { client } = await clientOf([json({ success: false, errorMsg: 'Wrong "apiKey" value.' }, 403)]);
    const error = await errorOf(client.call(read));
    expect(error.cure).toContain('crm.key');
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain('secret-key');
  });

  it('names the cure for a right that the key lacks, a shop that is not named and a firewall', async () => {
    const { client } = await clientOf([
      json({ success: false, errorMsg: 'Access denied.' }, 403),
      json({ success: false, errorMsg: "Parameter 'site' is missing" }, 400),
      html(403, '<html><head><title>403 Forbidden</title></head></html>'),
    ]);
    const denied = await errorOf(client.call(write));
    expect(denied.message).toBe('POST orders/create: The CRM does not let this key do this: Access denied. (HTTP 403)');
    expect(denied.cure).toContain('right');
    expect((await errorOf(client.call(write))).cure).toContain('crm.site');
    expect((await errorOf(client.call(read))).cure).toContain('url of the environment');
  });

  it('keeps the members of a partly failed upload', async () => {
    const body = { success: false, errorMsg: 'Orders are loaded with errors', failedOrders: [{ externalId: 'x' }] };
    const { client } = await clientOf([json(body, 460)]);
    const error = await errorOf(client.call({ method: 'POST', path: 'orders/upload', body: { orders: [] } }));
    expect(error.answer?.['failedOrders']).toEqual([{ externalId: 'x' }]);
  });

  it('tells an HTML page, an empty answer and damaged JSON apart', async () => {
    const { client } = await clientOf([
      html(200, '<!DOCTYPE html><html><head><title>Вход</title>'),
      (response) => response.end(),
      (response) => response.end('{"success":tru'),
      json([1, 2]),
    ]);
    const messages = [];
    for (let index = 0; index < 4; index++) messages.push((await errorOf(client.call(read))).message);
    expect(messages[0]).toContain('an HTML page "Вход"');
    expect(messages[1]).toContain('an empty answer');
    expect(messages[2]).toContain('JSON that breaks off');
    expect(messages[3]).toContain('"[1,2]"');
  });

  it.each([404, 405])('says of a web site that answers for people (%i) what to check', async (status) => {
    const { client } = await clientOf([html(status, '<!DOCTYPE html><html><head><title>Error response</title>')]);
    expect((await errorOf(client.call(read))).cure).toMatch(/something else answers there. Check the url/);
  });

  it('does not follow a redirect with the key', async () => {
    const { client, server } = await clientOf([
      (response) => response.writeHead(301, { location: 'https://shop.retailcrm.ru/' }).end(),
    ]);
    const error = await errorOf(client.call(read));
    expect(error.message).toContain('redirects to https://shop.retailcrm.ru/');
    expect(server.seen).toHaveLength(1);
  });

  it('refuses an address that is none before anything is sent', () => {
    expect(() => createCrmClient({ url: 'shop.retailcrm.ru', key: 'k' })).toThrow(
      '"shop.retailcrm.ru" is not an address',
    );
  });

  it('says that a name does not exist without trying again', async () => {
    const client = createCrmClient({ url: 'http://no-such-shop.invalid', key: 'k', timing: virtualTiming() });
    open.push(client);
    const error = await errorOf(client.call(read));
    expect(error.reason).toBe('network');
    expect(error.message).toMatch(/no-such-shop\.invalid is not reachable/);
  });

  it('says when something else than HTTP listens there', async () => {
    const { client } = await clientOf([(response) => response.socket?.end('220 mail.example.ru ESMTP\r\n')]);
    const error = await errorOf(client.call(write));
    expect(error.reason).toBe('malformed');
    expect(error.message).toContain('not HTTP');
  });
});

describe('what a run can observe', () => {
  it('reports every attempt and every pause', async () => {
    const attempts: (number | undefined)[] = [];
    const pauses: string[] = [];
    const { client } = await clientOf([busy(), good], {
      onRequest: ({ status }) => attempts.push(status),
      onRetry: ({ error, attempt }) => pauses.push(`${attempt} ${error.reason}`),
    });
    await client.call(read);
    expect(attempts).toEqual([503, 200]);
    expect(pauses).toEqual(['1 limit']);
    expect(client.requests()).toBe(2);
  });

  it('does not slow down for a server without a limit', async () => {
    const { client, timing } = await clientOf([json({ success: true }, 200, { 'X-Crmctl-Unlimited': '1' })]);
    await client.call(read);
    for (let index = 0; index < 40; index++) await client.call(read);
    expect(timing.now()).toBe(0);
  });
});
