import { describe, expect, it } from 'vitest';
import { select } from '../../../src/server/crm/store/documents.js';
import { openAccount, openSharedAccount, ok } from './account.js';
import { holdToRecorded } from './recorded.js';

const everything = { sql: '1', values: [] };

describe('notices to the shop’s people', () => {
  it('are kept with their time and their receivers', async () => {
    const { post, pass, server } = await openAccount();
    await ok(
      post('notifications/send', { notification: { type: 'api.info', message: 'Заказ на 90 000', userIds: [1] } }),
    );
    pass(60_000);
    await ok(
      post('notifications/send', {
        notification: { type: 'api.error', message: 'Склад не отвечает', userGroups: ['superadmins', 'manager'] },
      }),
    );
    expect(
      select(server.crm.store, 'notifications', everything, 'ORDER BY id').map(({ document }) => document),
    ).toEqual([
      { type: 'api.info', message: 'Заказ на 90 000', userIds: [1], createdAt: '2026-03-02 12:00:00' },
      {
        type: 'api.error',
        message: 'Склад не отвечает',
        userGroups: ['superadmins', 'manager'],
        createdAt: '2026-03-02 12:01:00',
      },
    ]);
  });

  it.each([
    ['nobody to tell', { type: 'api.info', message: 'x' }, ['userIds']],
    ['an unknown user', { type: 'api.info', message: 'x', userIds: [1, 99] }, ['userIds[1]']],
    ['an unknown group', { type: 'api.info', message: 'x', userGroups: ['night-shift'] }, ['userGroups[0]']],
    ['no text', { type: 'api.info', userIds: [1] }, ['message']],
    ['another type', { type: 'api.warning', message: 'x', userIds: [1] }, ['type']],
  ])('are refused whole for %s', async (_what, notification, fields) => {
    const { post, server } = await openAccount();
    const { status, body } = await post('notifications/send', { notification });
    expect(status).toBe(400);
    expect(Object.keys(body['errors'] as object)).toEqual(fields);
    expect(select(server.crm.store, 'notifications', everything)).toEqual([]);
  });

  it('need a key that may send them', async () => {
    const few = { key: 'few-rights-0123456789', name: 'few', scopes: ['order_read'] };
    const { post } = await openAccount({ keys: [few] });
    const notification = { type: 'api.info', message: 'x', userIds: [1] };
    expect((await post('notifications/send', { notification }, few.key)).status).toBe(403);
  });
});

holdToRecorded(
  [
    {
      file: 'Notifications/send',
      post: 'notifications/send',
      body: { notification: { type: 'api.info', message: 'x', userGroups: ['superadmins'] } },
    },
  ],
  openSharedAccount,
);
