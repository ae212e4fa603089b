import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CrmError } from '../../src/crm/errors.js';
import { instant } from '../../src/model/instant.js';
import { takeLease, LeaseLost, type Lease } from '../../src/run/store/lease.js';
import { withLease } from '../../src/run/withLease.js';
import { openAutomationFile } from '../../src/server/automation/store/file.js';
import { openLiveShop, outboxOf } from './liveShop.js';

const greet = `kind: Trigger
code: greet
name: Greet
on: {event: order.created}
do:
  - {id: call, task: {text: "Call {{ order.number }}"}}
`;

function database(): Database.Database {
  const opened = openAutomationFile(':memory:');
  return opened;
}

function taken(result: ReturnType<typeof takeLease>): Lease {
  if (!('lease' in result)) throw new Error('it is held');
  return result.lease;
}

test('only one runs; the next may as soon as it is done', () => {
  const file = database();
  const first = taken(takeLease(file, 0));
  expect(takeLease(file, 1_000)).toEqual({ heldUntil: 120_000 });
  first.renew(60_000);
  expect(takeLease(file, 130_000)).toEqual({ heldUntil: 180_000 });
  first.release();
  expect(taken(takeLease(file, 130_001)).token).toBe(first.token + 1);
});

test('a runner that stayed away too long notices before it writes', () => {
  const file = database();
  const slow = taken(takeLease(file, 0));
  const next = taken(takeLease(file, 120_000));
  expect(() => slow.assertHeld()).toThrow(LeaseLost);
  expect(() => slow.renew(120_001)).toThrow(LeaseLost);
  slow.tryRenew(120_001);
  slow.release();
  expect(() => next.assertHeld()).not.toThrow();
  expect(takeLease(file, 120_002)).toEqual({ heldUntil: 240_000 });
});

test('a dead process of this machine holds nothing; one of another machine keeps it for its time', () => {
  const file = database();
  const write = file.prepare('INSERT OR REPLACE INTO lease (one, owner, token, until) VALUES (1, ?, 7, 120000)');
  // No process has this number.
  write.run(`4194305@${hostname()} x`);
  expect(taken(takeLease(file, 1_000)).token).toBe(8);
  write.run('4194305@elsewhere x');
  expect(takeLease(file, 1_000)).toEqual({ heldUntil: 120_000 });
  expect(taken(takeLease(file, 120_000)).token).toBe(8);
});

test('and whatever it is about to write, nothing of it is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-lease-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'automation.sqlite');
  const ended = await withLease({ file, clock: () => instant(0) }, async (store) => {
    const other = openAutomationFile(file);
    taken(takeLease(other, 120_000));
    other.close();
    store.transaction(() => store.setCursor('orders', 7));
  });
  expect(ended).toEqual({ ended: 'busy', until: 240_000 });
  const after = openAutomationFile(file);
  expect(after.prepare('SELECT * FROM cursors').all()).toEqual([]);
  after.close();
});

test('a second pass beside a running one ends quietly and does nothing', async () => {
  const shop = await openLiveShop(greet);
  await shop.order({ number: 'A-1' });
  let second: unknown;
  const crm = {
    ...shop.crm,
    async call(asked: Parameters<typeof shop.crm.call>[0]) {
      if (asked.path === 'tasks/create') second = await shop.run();
      return shop.crm.call(asked);
    },
  };
  expect((await shop.runDone({ crm })).effects.done).toBe(1);
  expect(second).toEqual({ ended: 'busy', until: shop.now() + 120_000 });
  expect(await shop.tasks()).toHaveLength(1);
});

test('a pass that loses its lease in the middle of an effect ends quietly, and the effect is not repeated', async () => {
  const shop = await openLiveShop(greet);
  await shop.order({ number: 'A-1' });
  const crm = {
    ...shop.crm,
    async call(asked: Parameters<typeof shop.crm.call>[0]) {
      const answer = await shop.crm.call(asked);
      if (asked.path !== 'tasks/create') return answer;
      shop.pass('3m');
      expect((await shop.runDone()).effects.done).toBe(1);
      return answer;
    },
  };
  expect(await shop.run({ crm })).toMatchObject({ ended: 'busy' });
  expect(await shop.tasks()).toHaveLength(1);
});

test('a pass that waits long for an answer keeps its lease, and leaves no clock behind', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const shop = await openLiveShop(greet);
  await shop.order({ number: 'A-1' });
  let second: unknown;
  const crm = {
    ...shop.crm,
    async call(asked: Parameters<typeof shop.crm.call>[0]) {
      if (asked.path === 'tasks/create') {
        shop.pass('100s');
        vi.advanceTimersToNextTimer();
        shop.pass('100s');
        second = await shop.run();
      }
      return shop.crm.call(asked);
    },
  };
  const clocks = vi.getTimerCount();
  expect((await shop.runDone({ crm })).effects.done).toBe(1);
  expect(second).toMatchObject({ ended: 'busy' });
  expect(vi.getTimerCount()).toBe(clocks);
});

test('nor does one whose key is refused meanwhile ask again for what the other has done', async () => {
  const shop = await openLiveShop(greet);
  await shop.order({ number: 'A-1' });
  const crm = {
    ...shop.crm,
    async call(asked: Parameters<typeof shop.crm.call>[0]) {
      if (asked.path !== 'tasks/create') return shop.crm.call(asked);
      shop.pass('3m');
      expect((await shop.runDone()).effects.done).toBe(1);
      throw new CrmError('Wrong "apiKey" value.', { reason: 'auth' });
    },
  };
  expect(await shop.run({ crm })).toMatchObject({ ended: 'busy' });
  expect(outboxOf(shop)).toEqual({ done: 1 });
});
