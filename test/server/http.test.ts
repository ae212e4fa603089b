import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { route, type Plane } from '../../src/server/http/plane.js';
import { serve, type RunningServer } from '../../src/server/http.js';

let server: RunningServer | undefined;
const failures: unknown[] = [];

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(...planes: Plane[]): Promise<string> {
  const onFailure = (error: unknown): void => void failures.push(error);
  server = await serve(planes, { host: '127.0.0.1', port: 0, maxBodyBytes: 2000, onFailure });
  return server.url;
}

const echo: Plane = {
  prefix: '/echo',
  routes: [
    route('POST', '/echo/body', ({ body, raw }) => ({ status: 200, body: { fields: body, bytes: raw.length } })),
    route('GET', '/echo/query', ({ query }) => ({ status: 200, body: query })),
    route('GET', '/echo/:name', ({ params }) => ({ status: 200, body: { name: params['name'] } })),
    route('GET', '/echo/orders/:id', ({ params }) => ({ status: 200, body: params })),
    route('POST', '/echo/:kind/create', ({ params }) => ({ status: 201, body: params })),
    route('GET', '/echo/broken', () => {
      throw new Error('a secret inside');
    }),
    route('GET', '/echo/bytes', () => ({
      status: 200,
      bytes: Buffer.from('raw'),
      headers: { 'content-type': 'text/plain' },
    })),
  ],
};

describe('bodies', () => {
  const fields = { site: 'main', order: '{"status":"new"}' };

  it.each([
    ['a form', new URLSearchParams(fields), undefined],
    ['JSON', JSON.stringify(fields), 'application/json'],
    ['a multipart form', toForm(fields), undefined],
  ])('reads %s into the same members, JSON inside kept as text', async (_name, body, type) => {
    const url = await start(echo);
    const headers = type ? { 'content-type': type } : undefined;
    const answer = await fetch(`${url}/echo/body`, { method: 'POST', body, ...(headers ? { headers } : {}) });
    expect(await answer.json()).toMatchObject({ fields });
  });

  it('nests brackets of a form', async () => {
    const url = await start(echo);
    const body = 'a[b][]=1&a[b][]=2&a[c][x]=3&d[1]=sparse&plain=%D0%AF+1&broken=%zz&__proto__[polluted]=yes';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${url}/echo/body`, { method: 'POST', body, headers });
    const { fields: read } = (await answer.json()) as { fields: Record<string, unknown> };
    expect(read['a']).toEqual({ b: ['1', '2'], c: { x: '3' } });
    expect(read['d']).toEqual({ '1': 'sparse' });
    expect(read['plain']).toBe('Я 1');
    expect(read['broken']).toBe('%zz');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('hands other types on as bytes', async () => {
    const url = await start(echo);
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${url}/echo/body`, { method: 'POST', body: Buffer.alloc(7), headers });
    expect(await answer.json()).toEqual({ fields: {}, bytes: 7 });
  });

  it.each([
    ['broken JSON', 400, 'application/json', '{"a":'],
    ['a JSON list', 400, 'application/json', '[1]'],
    ['a multipart form without boundary', 400, 'multipart/form-data', 'x'],
    ['a multipart form cut short', 400, 'multipart/form-data; boundary=z', '--z\r\ncontent-disposition: form-da'],
    ['too large a body', 413, 'application/json', JSON.stringify('x'.repeat(3000))],
  ])('refuses %s in the envelope of the plane', async (_name, status, type, body) => {
    const url = await start({ ...echo, refuse: ({ status: code, reason }) => ({ status: code, body: { reason } }) });
    const answer = await fetch(`${url}/echo/body`, { method: 'POST', body, headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ reason: status === 413 ? 'too-large' : 'malformed' });
  });
});

describe('routes', () => {
  it('prefers literal segments, decodes names and tells a wrong method from a wrong path', async () => {
    const url = await start(echo);
    const get = async (path: string): Promise<[number, unknown]> => {
      const answer = await fetch(`${url}${path}`);
      return [answer.status, await answer.json()];
    };
    expect(await get('/echo/a%2Fb%20%D1%8F')).toEqual([200, { name: 'a/b я' }]);
    expect(await get('/echo/query?filter[ids][]=1&filter[ids][]=2&filter[min]=0')).toEqual([
      200,
      { filter: { ids: ['1', '2'], min: '0' } },
    ]);
    expect(await get('/echo/orders/create')).toEqual([200, { id: 'create' }]);
    expect(await get('/echo/tasks/create')).toEqual([405, { success: false, errorMsg: 'Method Not Allowed' }]);
    expect(await get('/echo/tasks/17')).toEqual([404, { success: false, errorMsg: 'Not found' }]);
    expect(await get('/elsewhere')).toEqual([404, { success: false, errorMsg: 'Not found' }]);
    const posted = await fetch(`${url}/echo/orders/create`, { method: 'POST' });
    expect([posted.status, await posted.json()]).toEqual([201, { kind: 'orders' }]);
  });

  it('tells its keeper of an exception, and the caller nothing but that', async () => {
    const url = await start(echo);
    const answer = await fetch(`${url}/echo/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(failures.splice(0)).toMatchObject([{ message: 'a secret inside' }]);
  });

  it('sends bytes with their own type, and a HEAD without a body', async () => {
    const url = await start(echo);
    const answer = await fetch(`${url}/echo/bytes`);
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/plain', 'raw']);
    const head = await fetch(`${url}/echo/bytes`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '3', '']);
  });

  it('asks the gate before the route, also where there is none', async () => {
    const gate: Plane['gate'] = ({ headers }) =>
      headers['x-key'] === 'k' ? undefined : { status: 403, body: { no: true } };
    const url = await start({ ...echo, gate }, { prefix: '/echo/open', routes: [] });
    expect((await fetch(`${url}/echo/query`)).status).toBe(403);
    expect((await fetch(`${url}/echo/query`, { headers: { 'x-key': 'k' } })).status).toBe(200);
    expect((await fetch(`${url}/echo/nowhere/at/all`)).status).toBe(403);
    expect((await fetch(`${url}/echo/open/x`)).status, 'the longest prefix has its own gate').toBe(404);
  });

  it('refuses the same route twice', async () => {
    const twice = [route('GET', '/a/:x', () => ({ status: 200 })), route('GET', '/a/:y', () => ({ status: 200 }))];
    await expect(serve([{ prefix: '/a', routes: twice }], { host: '127.0.0.1', port: 0 })).rejects.toThrow('GET /a/:y');
  });
});

it('ends the running request before it closes', async () => {
  let release = (): void => {};
  let entered = (): void => {};
  const waiting = new Promise<void>((resolve) => (release = resolve));
  const inside = new Promise<void>((resolve) => (entered = resolve));
  const slow = route('GET', '/slow', async () => {
    entered();
    await waiting;
    return { status: 200, body: 'done' };
  });
  const running = await serve([{ prefix: '', routes: [slow] }], { host: '127.0.0.1', port: 0 });
  const answered = new Promise<string>((resolve, reject) => {
    rawRequest(`${running.url}/slow`, { agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
  await inside;
  const closed = running.close();
  release();
  expect(await answered).toBe('"done"');
  await closed;
});

function toForm(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
