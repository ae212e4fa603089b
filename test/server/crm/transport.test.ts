import { describe, expect, it } from 'vitest';
import { openAccount, ok, rows, runnerKey } from './account.js';

describe('keys', () => {
  it.each(['orders', 'orders/1', '/api/credentials', 'nowhere'])('serves nothing of %s without one', async (path) => {
    const account = await openAccount();
    const missing = { success: false, errorMsg: '"apiKey" is missing.' };
    expect(await account.get(path, undefined, '')).toMatchObject({ status: 403, body: missing });
    const wrong = { success: false, errorMsg: 'Wrong "apiKey" value.' };
    expect(await account.get(path, undefined, 'guessed')).toMatchObject({ status: 403, body: wrong });
  });

  it('takes it as header, in the query or in the form', async () => {
    const { server, get } = await openAccount();
    expect((await get('users', { apiKey: runnerKey }, '')).status).toBe(200);
    const form = new URLSearchParams({ apiKey: runnerKey, customer: '{"firstName":"Анна"}' });
    expect((await fetch(`${server.url}/api/v5/customers/create`, { method: 'POST', body: form })).status).toBe(201);
  });

  it('keeps only its hash', async () => {
    const { server } = await openAccount();
    const kept = server.crm.store.db.prepare('SELECT * FROM api_keys').all();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(runnerKey);
  });

  it('lets a key do what its scopes say and names them', async () => {
    const keys = [{ key: 'reader', name: 'reader', scopes: ['order_read'], sites: ['main'] }];
    const account = await openAccount({ keys });
    expect((await account.get('orders', undefined, 'reader')).status).toBe(200);
    expect(await account.post('orders/create', { order: {} }, 'reader')).toMatchObject({
      status: 403,
      body: { success: false, errorMsg: 'Access denied.' },
    });
    expect(await ok(account.get('/api/credentials', undefined, 'reader'))).toMatchObject({
      scopes: ['order_read'],
      siteAccess: 'access_selective',
      sitesAvailable: ['main'],
    });
    expect(await ok(account.get('/api/credentials'))).toMatchObject({ siteAccess: 'access_full' });
  });
});

describe('bodies', () => {
  const order = { externalId: 'A-1', items: [{ productName: 'Чай', initialPrice: 90, quantity: 2 }] };
  const text = JSON.stringify(order);
  const multipart = new FormData();
  multipart.set('order', text);
  multipart.set('site', 'main');

  it.each([
    ['a form with JSON inside', new URLSearchParams({ order: text, site: 'main' }), undefined],
    ['a multipart form with JSON inside', multipart, undefined],
    ['JSON with JSON texts inside', JSON.stringify({ order: text, site: 'main' }), 'application/json'],
    ['plain JSON', JSON.stringify({ order, site: 'main' }), 'application/json'],
  ])('takes an order as %s', async (_name, body, type) => {
    const { server } = await openAccount();
    const headers = { 'x-api-key': runnerKey, ...(type === undefined ? {} : { 'content-type': type }) };
    const answer = await fetch(`${server.url}/api/v5/orders/create`, { method: 'POST', headers, body });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ success: true, order: { externalId: 'A-1', totalSumm: 180 } });
  });

  it('says which member is missing, no JSON or no object', async () => {
    const { post } = await openAccount();
    expect(await post('orders/create', {})).toMatchObject({
      status: 400,
      body: { errorMsg: "Parameter 'order' is missing" },
    });
    for (const broken of ['{"a":', '[1]', '17', 'null']) {
      expect(await post('orders/create', { order: broken })).toMatchObject({
        status: 400,
        body: {
          success: false,
          errorMsg: 'Errors in the entity format',
          errors: { order: expect.any(String) as unknown },
        },
      });
    }
  });

  it("takes PHP's empty list for an empty map", async () => {
    const { post } = await openAccount();
    expect((await post('orders/create', { order: '[]' })).status).toBe(201);
    expect((await post('orders/create', { order: { customFields: [], delivery: [] } })).status).toBe(201);
  });
});

describe('paths and verbs', () => {
  it.each(['nowhere', 'orders/1/2/3', 'triggers', 'orders/packs/1/print/2'])('knows no method %s', async (path) => {
    const { get } = await openAccount();
    expect(await get(path)).toMatchObject({ status: 404, body: { success: false, errorMsg: 'API method not found' } });
  });

  it.each([
    ['a wrong verb', 'reference/statuses/new/edit', 405, 'Method Not Allowed'],
    ['an order that is not there', 'orders/17?by=id', 404, 'Not found'],
    ['a task that is not there', 'tasks/17', 404, 'Not found'],
    ['an id that is no number', 'tasks/x', 404, 'Not found'],
    ['a way of naming that is unknown', 'orders/17?by=number', 400, 'Errors in the input parameters'],
  ])('answers %s in the envelope', async (_name, path, status, errorMsg) => {
    const { get } = await openAccount();
    const [plain, query] = path.split('?');
    expect(await get(plain!, query)).toMatchObject({ status, body: { success: false, errorMsg } });
  });

  it('says what the account is', async () => {
    const { get } = await openAccount({ timezone: 'Asia/Almaty', currency: 'KZT', language: 'ru' });
    expect(await ok(get('/api/api-versions'))).toMatchObject({ versions: ['3.0', '4.0', '5.0'] });
    expect(await ok(get('settings'))).toMatchObject({
      settings: {
        timezone: { value: 'Asia/Almaty', updated_at: '2026-03-02 14:00:00' },
        default_currency: { value: 'KZT' },
        system_language: { value: 'RU' },
      },
    });
    expect(rows(await ok(get('reference/currencies')), 'currencies')).toMatchObject([{ code: 'KZT', isBase: true }]);
  });
});

describe('sites', () => {
  const two = async () => {
    const account = await openAccount({ keys: [{ key: 'one-site', name: 'shop', sites: ['main'] }] });
    const { db } = account.server.crm.store;
    db.prepare(
      `INSERT INTO reference_items SELECT reference, 'second', 2, json_set(document, '$.code', 'second')
      FROM reference_items WHERE reference = 'sites'`,
    ).run();
    return account;
  };

  it('must be named when the key sees several', async () => {
    const { get, post } = await two();
    const order = { externalId: '7' };
    expect(await post('orders/create', { order })).toMatchObject({
      status: 400,
      body: { errorMsg: "Parameter 'site' is missing" },
    });
    expect(await post('orders/create', { order, site: 'third' })).toMatchObject({
      status: 400,
      body: { errors: { site: expect.any(String) as unknown } },
    });
    await ok(post('orders/create', { order, site: 'main' }));
    await ok(post('orders/create', { order, site: 'second' }));
    expect(await ok(get('orders/7', { site: 'second' }))).toMatchObject({ order: { site: 'second' } });
    expect((await get('orders/7')).status).toBe(400);
    expect(await ok(get('orders/2', { by: 'id' })), 'an id needs no site').toMatchObject({ order: { id: 2 } });
  });

  it.each([
    ['orders/1/edit', { by: 'id', order: {} }],
    ['orders/payments/create', { payment: { order: { id: 1 }, type: 'cash' } }],
    ['customers/1/edit', { by: 'id', customer: {} }],
    ['customers/notes/create', { note: { text: 'x', customer: { id: 1 } } }],
    ['tasks/create', { task: { text: 'x' } }],
  ])('must be named to write by %s, too, though ids are given', async (path, body) => {
    const { post } = await two();
    await ok(post('customers/create', { customer: {}, site: 'second' }));
    await ok(post('orders/create', { order: {}, site: 'second' }));
    expect(await post(path, body)).toMatchObject({ status: 400, body: { errorMsg: "Parameter 'site' is missing" } });
    await ok(post(path, { ...body, site: 'second' }));
  });

  it('hides others from a key that sees one', async () => {
    const { get, post } = await two();
    await ok(post('orders/create', { order: { externalId: '7' }, site: 'second' }));
    expect(await ok(post('orders/create', { order: { externalId: '8' } }, 'one-site'))).toMatchObject({
      order: { site: 'main' },
    });
    expect(rows(await ok(get('orders', undefined, 'one-site')), 'orders')).toMatchObject([{ externalId: '8' }]);
    expect((await get('orders/1', { by: 'id' }, 'one-site')).status).toBe(404);
    const history = async (key?: string) => rows(await ok(get('orders/history', undefined, key)), 'history');
    expect(await history('one-site')).toMatchObject([{ order: { externalId: '8' } }]);
    expect(await history()).toHaveLength(2);
    const payment = { order: { id: 1 }, type: 'cash' };
    expect(await post('orders/payments/create', { payment }, 'one-site')).toMatchObject({
      status: 400,
      body: { errors: { order: 'There is no such order.' } },
    });
  });
});

describe('rate limit', () => {
  it('refuses the eleventh request of a second with 503, and takes the next one a second later', async () => {
    let clock = 0;
    const { statuses, post } = await limited(() => clock);
    expect(await statuses(12)).toEqual([...Array<number>(10).fill(200), 503, 503]);
    clock = 999;
    expect(await statuses(1)).toEqual([503]);
    clock = 1001;
    expect(await statuses(10)).toEqual(Array(10).fill(200));
    expect((await post('tasks/create', { task: { text: 'x' } })).status, 'a refused write did nothing').toBe(503);
  });

  it('is announced as absent where there is none', async () => {
    const { get } = await openAccount();
    const replies = await Promise.all(Array.from({ length: 30 }, () => get('users')));
    expect(new Set(replies.map(({ status, headers }) => `${status} ${headers.get('x-crmctl-unlimited')}`))).toEqual(
      new Set(['200 1']),
    );
  });

  it('counts each key by itself', async () => {
    const { statuses, get } = await limited(() => 0);
    expect(await statuses(11)).toEqual([...Array<number>(10).fill(200), 503]);
    expect((await get('users', undefined, 'other-key')).status).toBe(200);
  });

  async function limited(clock: () => number) {
    const account = await openAccount({ unlimited: false, keys: [{ key: 'other-key', name: 'other' }], clock });
    const statuses = async (count: number): Promise<number[]> => {
      const all: number[] = [];
      for (let i = 0; i < count; i++) all.push((await account.get('users')).status);
      return all;
    };
    return { ...account, statuses };
  }
});
