import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { say } from '../../src/cli/operating.js';
import type { Environment } from '../../src/environment/open.js';
import { obeyOperatorsNow } from '../../src/run/operators.js';
import { takeLease } from '../../src/run/store/lease.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';
import { openPostOffice } from './postOffice.js';

const unpaid = `kind: Trigger
code: unpaid
name: Unpaid
on: {event: order.created}
do:
  - {id: pause, wait: 24h}
  - {id: call, task: {text: "Still new: {{ order.number }}"}}
`;

const thanks = (port: number): string => `kind: Channel
code: email
name: Mail
type: email
host: 127.0.0.1
port: "${port}"
from: shop@example.com
price: 2.5
---
kind: Template
code: thanks
name: Thanks
for: order
channel: email
subject: "Order {{ order.number }}"
body: "Thank you"
---
kind: Trigger
code: thanks
name: Thanks
on: {event: order.created}
when: order.number != "quiet"
holdout: 50%
goal: {event: custom.bought, within: 30d, value: event.amount}
do:
  - {id: tell, send: {template: thanks}, onError: continue}
  - {id: vip, if: order.number == "vip", note: "important"}
`;

async function obey(shop: LiveShop) {
  const { file, automation, now } = shop;
  return obeyOperatorsNow({ file, automation, words: vocabulary, clock: now });
}

const by = 'anna@office';

describe('cancel', () => {
  async function threeWait(): Promise<LiveShop & { readonly customers: readonly number[] }> {
    const shop = await openLiveShop(unpaid);
    const customers = [await shop.customer(), await shop.customer({ email: 'b@example.com' })];
    await shop.order({ number: 'A-1', customer: { id: customers[0] } });
    await shop.order({ number: 'A-2', customer: { id: customers[0] } });
    await shop.order({ number: 'B-1', customer: { id: customers[1] } });
    await shop.runDone();
    return { ...shop, customers };
  }

  test('ends what waits for one customer, and nothing else', async () => {
    const shop = await threeWait();
    const customer = String(shop.customers[0]);
    const { id } = await shop.automation.command({ do: 'cancel', where: { customer }, by, reason: 'called by hand' });
    expect(await obey(shop)).toEqual({ ended: 'done' });
    expect((await shop.automation.commandState(id)).affected).toHaveLength(2);
    expect(await shop.automation.pending({})).toMatchObject([{ key: 'order/3', trigger: 'trigger/unpaid' }]);
    shop.pass('2d');
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Still new: B-1']);
    expect((await shop.automation.journal({ customer })).filter(({ what }) => what === 'exited')).toMatchObject([
      { reason: 'cancelled by anna@office: called by hand' },
      { reason: 'cancelled by anna@office: called by hand' },
    ]);
  });

  test.each([
    [{ order: '2' }, 1],
    [{ trigger: 'unpaid' }, 3],
    [{ trigger: 'other' }, 0],
    [{}, 3],
  ])('%j ends %i', async (where, count) => {
    const shop = await threeWait();
    const { id } = await shop.automation.command({ do: 'cancel', where, by });
    await obey(shop);
    expect((await shop.automation.commandState(id)).affected).toHaveLength(count);
    expect(await shop.automation.pending({})).toHaveLength(3 - count);
  });

  test('is left to a runner that is at work, which takes it before anything else', async () => {
    const shop = await threeWait();
    shop.pass('1d');
    const database = new Database(shop.file);
    const taken = takeLease(database, shop.now());
    await shop.automation.command({ do: 'cancel', where: { order: '1' }, by });
    expect(await obey(shop)).toMatchObject({ ended: 'busy' });
    expect(await shop.automation.pending({})).toHaveLength(3);
    if ('lease' in taken) taken.lease.release();
    database.close();
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Still new: A-2', 'Still new: B-1']);
  });

  test('goes over the automation API when the store is elsewhere, and is done with the next pass', async () => {
    const { automation, runDone } = await threeWait();
    // Of an environment only its API is asked.
    const elsewhere = { automation } as Environment;
    const said = await say(elsewhere, { do: 'cancel', where: { order: '1' }, by });
    expect(said).toMatchObject({ doneAt: null, affected: [] });
    await runDone();
    expect(await automation.commandState(said.id)).toMatchObject({
      doneAt: expect.any(String),
      affected: [expect.any(String)],
    });
  });

  test('withdraws a letter that waits for the end of the night', async () => {
    const office = await openPostOffice();
    const night = '---\nkind: Policy\ncode: default\nname: Policy\nclasses: {service: {quiet: "11:00-23:00"}}\n';
    const shop = await openLiveShop(thanks(office.port) + night);
    await shop.order({ number: 'A-1', customer: { id: await customerIn('treated', shop) } });
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ deferred: 1 });
    await shop.automation.command({ do: 'cancel', where: {}, by });
    await obey(shop);
    expect(outboxOf(shop)).toEqual({ withdrawn: 1 });
  });

  test('withdraws a letter that has not gone out', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(thanks(office.port));
    office.receive({ code: 451, at: 'recipient' });
    const customer = await customerIn('treated', shop);
    await shop.order({ number: 'A-1', customer: { id: customer } });
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ retry: 1 });
    await shop.automation.command({ do: 'cancel', where: {}, by });
    await obey(shop);
    expect(outboxOf(shop)).toEqual({ withdrawn: 1 });
    office.receive('accept');
    shop.pass('1h');
    await shop.runDone();
    expect(office.letters).toEqual([]);
  });
});

/** A customer whom the stable hash puts on this side of the holdout. */
async function customerIn(side: 'treated' | 'held', shop: LiveShop, nth = 0): Promise<number> {
  const { stableShare } = await import('../../src/model/stableShare.js');
  for (let count = 0, found = 0; ; count++) {
    const id = await shop.customer({ email: `c${nth}-${count}@example.com` });
    const held = stableShare('holdout', 'thanks', String(id)) < 0.5;
    if (held === (side === 'held') && found++ === 0) return id;
  }
}

describe('retry', () => {
  async function deadLetter(): Promise<{
    shop: LiveShop;
    office: Awaited<ReturnType<typeof openPostOffice>>;
    id: string;
  }> {
    const office = await openPostOffice();
    const shop = await openLiveShop(thanks(office.port));
    office.receive({ code: 554, at: 'recipient' });
    await shop.order({ number: 'A-1', customer: { id: await customerIn('treated', shop) } });
    await shop.runDone();
    const [dead] = await shop.automation.outbox({}, ['dead']);
    expect(dead).toMatchObject({ state: 'dead', type: 'send', channel: 'email' });
    return { shop, office, id: dead!.effect };
  }
  const settle = async (shop: LiveShop, id: string, as: 'retry' | 'done' | 'drop') => {
    await shop.automation.command({ do: 'settle', effects: [id], as, by });
    await obey(shop);
  };

  test('tries a dead letter again though its run has ended, and also days later', async () => {
    const { shop, office, id } = await deadLetter();
    shop.pass('3d');
    office.receive('accept');
    await settle(shop, id, 'retry');
    await shop.runDone();
    expect(office.letters.map(({ effect }) => effect)).toEqual([id]);
    expect(outboxOf(shop)).toEqual({ done: 1 });
    expect(await shop.runDone()).toMatchObject({ attention: [] });
  });

  test('counts the patience for it anew when the server is away', async () => {
    const { shop, office, id } = await deadLetter();
    shop.pass('3d');
    office.receive({ code: 451, at: 'recipient' });
    await settle(shop, id, 'retry');
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ retry: 1 });
    office.receive('accept');
    shop.pass('1h');
    await shop.runDone();
    expect(office.letters).toHaveLength(1);
  });

  test.each([
    ['done', 'done'],
    ['drop', 'withdrawn'],
  ] as const)('%s takes an unknown letter off the list, and nothing is sent', async (as, state) => {
    const office = await openPostOffice();
    const shop = await openLiveShop(thanks(office.port));
    office.receive('cut');
    await shop.order({ number: 'A-1', customer: { id: await customerIn('treated', shop) } });
    expect(await shop.runDone()).toMatchObject({ attention: [{ state: 'unknown' }] });
    const [unknown] = await shop.automation.outbox({}, ['unknown']);
    await settle(shop, unknown!.effect, as);
    expect(outboxOf(shop)).toEqual({ [state]: 1 });
    expect(await shop.runDone()).toMatchObject({ attention: [] });
    expect(office.letters).toHaveLength(1);
    expect(await shop.automation.journal({ order: '1' })).toContainEqual(expect.objectContaining({ what: 'settled' }));
  });

  const hear = `---
kind: Trigger
code: hear
name: Hear
on: {event: message.accepted}
do:
  - {id: note, note: "went out by {{ message.channel }}"}
`;

  test.each([
    ['done', 'is told to triggers, once, with what caused it', 1],
    ['drop', 'is told to nobody', 0],
  ] as const)('%s: the letter %s', async (as, _, times) => {
    const office = await openPostOffice();
    const shop = await openLiveShop(thanks(office.port) + hear);
    office.receive('cut');
    await shop.order({ number: 'A-1', customer: { id: await customerIn('treated', shop) } });
    await shop.runDone();
    const [unknown] = await shop.automation.outbox({}, ['unknown']);
    await settle(shop, unknown!.effect, as);
    await settle(shop, unknown!.effect, as);
    await shop.runDone();
    const heard = (await shop.automation.journal({})).filter(({ trigger }) => trigger === 'trigger/hear');
    expect(heard.filter(({ what }) => what === 'entered')).toHaveLength(times);
    expect(heard.every(({ causedBy }) => causedBy === unknown!.effect)).toBe(true);
    expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0])).toEqual(
      Array.from({ length: times }, () => 'went out by email'),
    );
  });

  test('leaves alone what is settled already', async () => {
    const { shop, id } = await deadLetter();
    await settle(shop, id, 'drop');
    const { id: command } = await shop.automation.command({ do: 'settle', effects: [id], as: 'retry', by });
    await obey(shop);
    expect((await shop.automation.commandState(command)).affected).toEqual([]);
    expect(outboxOf(shop)).toEqual({ withdrawn: 1 });
  });
});

describe('what is said while a pass is at work', () => {
  test.each<[string, (shop: LiveShop) => Promise<unknown>, object]>([
    ['pause', (shop) => shop.automation.pause({ scope: 'all', by }), { done: 1, reserved: 1 }],
    [
      'cancel',
      (shop) => shop.automation.command({ do: 'cancel', where: { order: '2' }, by }),
      { done: 1, withdrawn: 1 },
    ],
  ])('%s: counts for the next effect', async (_what, speak, outbox) => {
    const shop = await openLiveShop(unpaid);
    for (const number of ['A-1', 'A-2']) await shop.order({ number });
    await shop.runDone();
    shop.pass('1d');
    const crm = {
      ...shop.crm,
      async call(asked: Parameters<typeof shop.crm.call>[0]) {
        if (asked.path === 'tasks/create') await speak(shop);
        return shop.crm.call(asked);
      },
    };
    const { effects } = await shop.runDone({ crm });
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Still new: A-1']);
    expect(outboxOf(shop)).toEqual(outbox);
    expect(effects).toMatchObject({ done: 1, skipped: 'withdrawn' in outbox ? 1 : 0 });
  });
});

describe('pause', () => {
  test.each(['all', 'trigger/unpaid', 'customer/1', 'order/1'])(
    '%s holds back what was decided, until it is lifted',
    async (scope) => {
      const shop = await openLiveShop(unpaid);
      const customer = await shop.customer();
      await shop.order({ number: 'A-1', customer: { id: customer } });
      await shop.runDone();
      await shop.automation.pause({ scope, by });
      expect(await shop.automation.pending({})).toMatchObject([{ paused: scope }]);
      shop.pass('1d');
      await shop.runDone();
      expect(await shop.tasks()).toEqual([]);
      expect(outboxOf(shop)).toEqual({ reserved: 1 });
      expect(await shop.automation.resume(scope)).toBe(true);
      await shop.runDone();
      expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Still new: A-1']);
    },
  );

  test('that is said twice keeps its beginning', async () => {
    const shop = await openLiveShop(unpaid);
    const first = await shop.automation.pause({ scope: 'all', by, reason: 'the prices are wrong' });
    shop.pass('1h');
    expect(await shop.automation.pause({ scope: 'all', by: 'boris@office' })).toEqual(first);
    expect(shop.rows('SELECT scope, by, reason FROM pauses')).toEqual([
      { scope: 'all', by, reason: 'the prices are wrong' },
    ]);
  });

  test('lets everything else through', async () => {
    const shop = await openLiveShop(unpaid);
    await shop.order({ number: 'A-1' });
    await shop.order({ number: 'A-2' });
    await shop.automation.pause({ scope: 'order/1', by });
    await shop.runDone();
    shop.pass('1d');
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Still new: A-2']);
    expect(await shop.automation.resume('order/2')).toBe(false);
  });
});

describe('the journal of a live run', () => {
  test('tells the first condition that was not true, with the values that it read', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(thanks(office.port));
    const customer = await customerIn('treated', shop);
    await shop.order({ number: 'quiet', customer: { id: customer } });
    await shop.order({ number: 'A-2', customer: { id: customer } });
    await shop.runDone();
    expect(await shop.automation.journal({ order: '1' })).toMatchObject([
      { what: 'refused', reason: 'when', because: { values: [{ source: 'order.number', value: 'quiet' }] } },
    ]);
    expect((await shop.automation.journal({ order: '2' })).filter(({ reason }) => reason === 'if')).toMatchObject([
      { step: 'vip', because: { source: 'order.number == "vip"', value: false } },
    ]);
  });
});

describe('statistics', () => {
  test('count entries, messages, goals and what was held out, run by run', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(thanks(office.port));
    const treated = await customerIn('treated', shop, 1);
    const held = await customerIn('held', shop, 2);
    await shop.order({ number: 'A-1', customer: { id: treated } });
    await shop.order({ number: 'A-2', customer: { id: held } });
    await shop.runDone();
    shop.pass('1d');
    const data = { order: { id: 1 }, customer: { id: treated }, amount: 700 };
    await shop.automation.sendEvents([
      { id: 'b-1', source: 'till', type: 'custom.bought', time: '2026-03-03T08:00:00Z', data },
    ]);
    await shop.order({ number: 'A-3', customer: { id: treated } });
    await shop.runDone();
    const all = await shop.automation.statistics({});
    expect(all).toMatchObject([
      {
        trigger: 'trigger/thanks',
        entered: 3,
        messages: { email: 2 },
        skipped: { holdout: 1 },
        goals: { treated: { entered: 2, reached: 1, value: 700 }, held: { entered: 1, reached: 0, value: 0 } },
      },
    ]);
    const from = '2026-03-03T00:00:00Z';
    expect(await shop.automation.statistics({ from })).toMatchObject([{ entered: 1, messages: { email: 1 } }]);
  });
});
