import { describe, expect, onTestFinished, test } from 'vitest';
import { createCrmClient, type CrmClient } from '../../src/crm/client.js';
import { CrmError } from '../../src/crm/errors.js';
import type { Effect } from '../../src/model/effect.js';
import { instant } from '../../src/model/instant.js';
import type { Attempt } from '../../src/run/outbox/attempt.js';
import { carryOutByApi } from '../../src/run/outbox/viaApi.js';
import type { OutboxRow } from '../../src/run/store/outbox.js';
import { seedCrm } from '../../src/server/crm/seed.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { openAccount, ok, rows, runnerKey, type Account } from '../server/crm/account.js';
import { openFaultyProxy, type Fault } from './faultyProxy.js';

/** A shop with a member of a loyalty program and her order, which is paid in part and put aside in part. */
async function openShop(): Promise<Account> {
  const account = await openAccount();
  seedCrm(account.server.crm.store, {
    loyalties: [{ name: 'Club', levels: [{ name: 'First', type: 'bonus_percent', privilegeSize: 10 }] }],
    customers: [{ externalId: 'c-1', firstName: 'Anna' }],
    products: [
      { name: 'Tea', offers: [{ externalId: 'o-1', name: 'Tea' }] },
      { name: 'Cup', offers: [{ externalId: 'o-2', name: 'Cup' }] },
    ],
    orders: [
      {
        externalId: 'A',
        customer: { id: 1 },
        items: [
          { offer: { externalId: 'o-1' }, quantity: 2, initialPrice: 250 },
          { offer: { externalId: 'o-2' }, quantity: 1, initialPrice: 100 },
        ],
      },
    ],
  });
  const loyaltyAccount = { phoneNumber: '+79990000001', customer: { id: 1 } };
  await ok(account.post('loyalty/account/create', { loyaltyAccount }));
  await ok(account.post('loyalty/account/1/activate'));
  await ok(account.post('orders/payments/create', { payment: { type: 'bank-card', order: { id: 1 } } }));
  return account;
}

interface Scene {
  readonly type: string;
  readonly data: Effect['data'];
  readonly prepare?: (account: Account) => Promise<unknown>;
  /** What is to be seen in the CRM of each write. */
  readonly trace: (account: Account) => Promise<unknown>;
}

const historyOf =
  (...fields: readonly string[]) =>
  async (account: Account) => {
    const history = rows(await ok(account.get('orders/history')), 'history');
    return history.map(({ field }) => field).filter((field) => fields.includes(String(field)));
  };

const packs = async (account: Account) =>
  rows(await ok(account.get('orders/packs')), 'packs').map(({ quantity }) => quantity);

const pack = (itemId: number, quantity: number) => ({ pack: { store: 'main', quantity, itemId } });

const scenes: Readonly<Record<string, Scene>> = {
  'bonuses come back lot by lot': {
    type: 'bonus',
    data: {
      ledger: 'crm',
      way: 'reverse-charge',
      amount: 60,
      movements: [10, 20, 30].map((amount) => ({ way: 'credit', amount })),
    },
    trace: async (account) =>
      rows(await ok(account.get('loyalty/account/1/bonus/operations')), 'bonusOperations')
        .map(({ amount }) => Number(amount))
        .sort((a, b) => a - b),
  },
  'lines are put aside': {
    type: 'reserve',
    data: {
      store: 'main',
      items: [
        { id: 1, quantity: 2 },
        { id: 2, quantity: 1 },
      ],
    },
    trace: packs,
  },
  'lines are let go': {
    type: 'release',
    data: {},
    prepare: async (account) => {
      await ok(account.post('orders/packs/create', pack(1, 2)));
      await ok(account.post('orders/packs/create', pack(2, 1)));
    },
    trace: packs,
  },
  'an order is billed': {
    type: 'invoice',
    data: { amount: 600, type: 'bank-card', returnUrl: 'https://shop.example.com' },
    trace: async (account) => {
      const { order } = await ok(account.get('orders/A'));
      return Object.values((order as { payments: object }).payments).map(
        ({ amount, invoiceUrl }: { amount?: number; invoiceUrl?: string }) => [amount, invoiceUrl !== undefined],
      );
    },
  },
  'fields are set of the order, of a payment and of the loyalty account': {
    type: 'set',
    data: {
      changes: [
        { entity: 'order', field: 'managerComment', before: null, value: 'call' },
        { entity: 'order', field: 'payments.comment', before: null, value: 'by card', element: 1 },
        { entity: 'customer', field: 'loyaltyAccount.cardNumber', before: null, value: '0042' },
      ],
    },
    trace: historyOf('manager_comment', 'payments.comment'),
  },
};

/** Tries until it is over, as the outbox would; what failed is tried again, because an operator may say so. */
async function persist(crm: CrmClient, { type, data }: Scene): Promise<readonly Attempt[]> {
  const word = vocabulary.actions.find(({ name }) => name === type)!;
  const effect: Effect = {
    id: '11111111-1111-5111-8111-111111111111',
    at: instant(Date.parse('2026-03-02T09:00:00Z')),
    trigger: 'trigger/t',
    instance: 'i',
    step: 's',
    type,
    key: 'order/1',
    customer: '1',
    order: '1',
    data,
    outcome: 'done',
    causedBy: 'e',
    depth: 1,
  };
  const live = word.liveOf?.(effect) ?? word.live;
  if (live.by !== 'api') throw new Error(`${type} does not go by the API`);
  const facts = { zone: 'Europe/Moscow', carriedOut: () => [] };
  const attempts: Attempt[] = [];
  let uncertain = false;
  let partly = false;
  while (attempts.length < 4 && attempts.at(-1)?.ended !== 'done') {
    const row: Pick<OutboxRow, 'effect' | 'uncertain' | 'partly'> = { effect, uncertain, partly };
    const attempt: Attempt = await carryOutByApi(crm, word, live.procedure, row, facts).catch(
      (error: unknown): Attempt => {
        if (error instanceof CrmError) return { ended: 'retry', error: error.message, uncertain: false };
        throw error;
      },
    );
    attempts.push(attempt);
    uncertain ||= attempt.ended === 'unknown' || (attempt.ended === 'retry' && attempt.uncertain);
    partly ||= attempt.ended === 'retry' && attempt.partly === true;
  }
  return attempts;
}

const faults: readonly Fault[] = ['limited', 'invalid', 'denied', 'cutBefore', 'cutAfter', 'silent'];

async function behindProxy(account: Account, fault?: Fault) {
  const proxy = await openFaultyProxy(account.server.url);
  const crm = createCrmClient({
    url: proxy.url,
    key: runnerKey,
    // Only who never answers is waited for.
    ...(fault === 'silent' && { timeout: 500 }),
    retry: { within: 0, withinUnseen: 0 },
  });
  onTestFinished(() => crm.close());
  return { proxy, crm };
}

describe.each(Object.entries(scenes))('%s', (_what, scene) => {
  async function open(fault?: Fault) {
    const account = await openShop();
    await scene.prepare?.(account);
    return { account, ...(await behindProxy(account, fault)) };
  }

  test.each(faults)('once, whichever call fails: %s', async (fault) => {
    const smooth = await open();
    expect((await persist(smooth.crm, scene)).map(({ ended }) => ended)).toEqual(['done']);
    const wanted = await scene.trace(smooth.account);
    const calls = [...smooth.proxy.asked];
    expect(calls.filter((call) => call.startsWith('POST')).length).toBeGreaterThan(1);
    for (const index of calls.keys()) {
      const { account, proxy, crm } = await open(fault);
      proxy.fail(/./, ...calls.slice(0, index).map((): Fault => 'none'), fault);
      const attempts = await persist(crm, scene);
      const told = `${calls[index]} ${fault}: ${attempts.map(({ ended }) => ended).join(', ')}`;
      expect([told, attempts.at(-1)?.ended, await scene.trace(account)]).toEqual([told, 'done', wanted]);
      const wroteBefore = calls.slice(0, index).some((call) => call.startsWith('POST'));
      if (wroteBefore) expect(attempts[0], told).not.toMatchObject({ ended: 'failed' });
    }
  });
});
