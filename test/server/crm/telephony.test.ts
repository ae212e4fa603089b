import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { select } from '../../../src/server/crm/store/documents.js';
import { openAccount, openSharedAccount, ok, type Account } from './account.js';
import { holdToRecorded } from './recorded.js';

const everything = { sql: '1', values: [] };

describe('telephony', () => {
  it('takes the events of calls and says which codes and users it does not know', async () => {
    const { post, server } = await openAccount();
    await ok(
      post('integration-modules/exchange/edit', {
        integrationModule: {
          code: 'exchange',
          clientId: 'exchange',
          name: 'АТС',
          integrations: { telephony: { additionalCodes: [{ code: '101', userId: 1 }] } },
        },
      }),
    );
    const event = { phone: '+79990000001', type: 'in', codes: ['101', '999'], userIds: [1, 42] };
    expect(await ok(post('telephony/call/event', { event }))).toEqual({
      success: true,
      notExistCodes: ['999'],
      notExistUsers: [42],
    });
    expect((await post('telephony/call/event', { event: { ...event, type: 'ring' } })).status).toBe(400);
    expect(select(server.crm.store, 'call_events', everything)).toHaveLength(1);
  });

  it('takes a call once, finds its user by the code, and names those that came before', async () => {
    const { post, server } = await openAccount();
    const call = { date: '2026-03-02 11:00:00', type: 'out', phone: '8 999 000 00 01', userId: 1, result: 'answered' };
    const calls = [
      { ...call, externalId: 'a', duration: 60 },
      { ...call, externalId: 'b' },
    ];
    expect(await ok(post('telephony/calls/upload', { calls }))).toEqual({ success: true, processedCallsCount: 2 });
    expect(await ok(post('telephony/calls/upload', { calls: [calls[0], { ...call, externalId: 'c' }] }))).toEqual({
      success: true,
      processedCallsCount: 1,
      duplicateCalls: ['a'],
    });
    const stored = select(server.crm.store, 'calls', everything, 'ORDER BY id');
    expect(stored.map(({ document }) => document['externalId'])).toEqual(['a', 'b', 'c']);
    expect((await post('telephony/calls/upload', { calls: [{ ...call, date: 'today' }] })).status).toBe(400);
  });

  it('names the manager of whom is calling, free or not', async () => {
    const { get, post, server } = await openAccount();
    seedCrm(server.crm.store, {
      users: [{ email: 'boris@shop.example', firstName: 'Борис' }],
      customers: [{ firstName: 'Анна', managerId: 2, phones: [{ number: '+7 999 000-00-01' }] }],
    });
    const asked = await ok(get('telephony/manager', 'phone=89990000001&details=1'));
    expect(asked).toMatchObject({ manager: { id: 2, firstName: 'Борис' }, customer: { id: 1, firstName: 'Анна' } });
    expect(await ok(get('telephony/manager', 'phone=89990000001'))).not.toHaveProperty('customer');
    await ok(post('users/2/status', { status: 'dinner' }));
    expect(await ok(get('telephony/manager', 'phone=89990000001'))).not.toHaveProperty('manager');
    expect(await ok(get('telephony/manager', 'phone=89990000001&ignoreStatus=1'))).toHaveProperty('manager.id', 2);
    expect(await ok(get('telephony/manager', 'phone=80000000000'))).not.toHaveProperty('manager');
    expect((await get('telephony/manager')).status).toBe(400);
  });
});

holdToRecorded(
  [
    {
      file: 'Telephony/callEvent',
      post: 'telephony/call/event',
      body: { event: { phone: '88005553125', type: 'in' } },
    },
    {
      file: 'Telephony/callsUpload',
      post: 'telephony/calls/upload',
      body: { calls: [{ date: '2026-03-02 11:00:00', type: 'in', phone: '88005553125', result: 'answered' }] },
    },
    { file: 'Telephony/manager', get: 'telephony/manager', query: 'phone=88005553125&details=1&ignoreStatus=1' },
  ],
  openExchange,
);

async function openExchange(): Promise<Account> {
  const account = await openSharedAccount();
  const person = { firstName: 'John', lastName: 'John', patronymic: 'John', email: 'john@shop.example' };
  seedCrm(account.server.crm.store, {
    users: [person],
    customers: [{ ...person, externalId: '1', managerId: 2, phones: [{ number: '88005553125' }] }],
  });
  const telephony = { additionalCodes: [{ code: '12', userId: 2 }] };
  await ok(
    account.post('integration-modules/exchange/edit', {
      integrationModule: { code: 'exchange', clientId: 'x', name: 'АТС', integrations: { telephony } },
    }),
  );
  return account;
}
