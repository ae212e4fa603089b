import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, openSharedAccount, ok, rows, runnerKey, type Account, type Row } from './account.js';
import { holdToRecorded } from './recorded.js';

async function upload(
  { server }: Account,
  bytes: Uint8Array | string,
  { type = 'application/octet-stream', query = '' } = {},
): Promise<{ status: number; body: Row }> {
  const headers = { 'x-api-key': runnerKey, 'content-type': type };
  const answer = await fetch(`${server.url}/api/v5/files/upload${query}`, { method: 'POST', headers, body: bytes });
  return { status: answer.status, body: (await answer.json()) as Row };
}

async function download({ server }: Account, id: number): Promise<Response> {
  return fetch(`${server.url}/api/v5/files/${id}/download`, { headers: { 'x-api-key': runnerKey } });
}

const fileOf = async ({ get }: Account, id: number): Promise<unknown> => (await ok(get(`files/${id}`)))['file'];

describe('a file', () => {
  it('comes back byte for byte, whatever the upload calls itself', async () => {
    const account = await openAccount();
    const bytes = new Uint8Array(70_000).map((_, index) => (index * 7) % 256);
    expect(await upload(account, bytes)).toEqual({ status: 200, body: { success: true, file: { id: 1 } } });
    expect(new Uint8Array(await (await download(account, 1)).arrayBuffer())).toEqual(bytes);
    await upload(account, 'a=b&c=d%', { type: 'application/x-www-form-urlencoded', query: '?filename=чек.txt' });
    const second = await download(account, 2);
    expect(await second.text()).toBe('a=b&c=d%');
    expect(second.headers.get('content-type')).toBe('text/plain');
    expect(second.headers.get('content-disposition')).toContain(encodeURIComponent('чек.txt'));
    expect(await fileOf(account, 1)).toEqual({
      id: 1,
      filename: 'API upload 02-03-2026 12:00:00',
      type: 'application/octet-stream',
      createdAt: '2026-03-02 12:00:00',
      size: 70_000,
      attachment: [],
    });
  });

  it('is hung on orders and customers, found by them, and goes with its bytes', async () => {
    const account = await openAccount();
    const { get, post, server } = account;
    seedCrm(server.crm.store, {
      customers: [{ externalId: 'c-1' }],
      orders: [{ externalId: 'A', customer: { id: 1 } }],
    });
    await upload(account, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]));
    await upload(account, 'note');
    const attachment = [{ customer: { id: 1 } }, { order: { externalId: 'A' } }];
    await ok(post('files/1/edit', { file: { filename: 'фото.png', attachment } }));
    expect(await fileOf(account, 1)).toMatchObject({
      filename: 'фото.png',
      type: 'image/png',
      attachment: [{ customer: { id: 1, externalId: 'c-1' } }, { order: { id: 1, externalId: 'A', number: '1C' } }],
    });
    const ids = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('files', query)), 'files').map(({ id }) => id);
    expect(await ids('')).toEqual([2, 1]);
    for (const query of [
      'orderExternalIds][]=A',
      'customerIds][]=1',
      'isAttached]=1',
      'sizeFrom]=5',
      'type][]=image/png',
    ]) {
      expect(await ids(`filter[${query}`), query).toEqual([1]);
    }
    expect(await ids('filter[filename]=API')).toEqual([2]);
    expect((await post('files/1/edit', { file: { attachment: [{ order: { id: 9 } }] } })).status).toBe(400);
    await ok(post('files/1/edit', { file: { attachment: [] } }));
    expect(await ids('filter[isAttached]=1')).toEqual([]);
    await ok(post('files/1/delete'));
    expect((await download(account, 1)).status).toBe(404);
    expect(server.crm.store.db.prepare('SELECT count(*) AS total FROM file_bytes').get()).toEqual({ total: 1 });
  });

  it('has something in it', async () => {
    expect((await upload(await openAccount(), '')).status).toBe(400);
  });
});

holdToRecorded(
  [
    { file: 'Files/list', get: 'files' },
    { file: 'Files/get', get: 'files/1' },
    { file: 'Files/edit', post: 'files/1/edit', body: { file: { filename: 'x' } } },
    { file: 'Files/delete', post: 'files/1/delete' },
  ],
  async () => {
    const account = await openSharedAccount();
    await upload(account, 'some text here');
    return account;
  },
);
