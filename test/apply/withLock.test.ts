import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withLock } from '../../src/apply/withLock.js';
import { CrmError } from '../../src/crm/errors.js';
import { projectOf } from '../plan/scene.js';
import { openShop } from './shop.js';
import { files } from './shopFiles.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const taken = () => new CrmError('anna has the lock', { reason: 'conflict' });
const unreachable = () => new CrmError('no connection', { reason: 'network' });

/** An automation API that answers the nth request for the lock like this, and tells what was asked. */
function lockWith(answer: (nth: number) => CrmError | undefined) {
  const asked: string[] = [];
  const automation = {
    async lock(owner: string, ttlSeconds: number) {
      asked.push(`lock ${owner}`);
      const error = answer(asked.filter((what) => what.startsWith('lock')).length);
      if (error) throw error;
      return { owner, since: '2026-03-02T00:00:00Z', ttlSeconds };
    },
    async unlock(owner: string) {
      asked.push(`unlock ${owner}`);
    },
  };
  return { asked, automation };
}

/** That time goes by, and what is due in it is done. */
async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

describe('the lock', () => {
  test('is renewed every half minute however long the work takes, and given back', async () => {
    const { asked, automation } = lockWith(() => undefined);
    const problem = await withLock({ automation, owner: 'us' }, async (lock) => {
      await pass(150);
      return lock.problem();
    });
    expect(problem).toBeUndefined();
    expect(asked).toEqual([...Array.from({ length: 6 }, () => 'lock us'), 'unlock us']);
    await pass(60);
    expect(asked.at(-1)).toBe('unlock us');
  });

  test('is given back after a renewal that is still under way, which would last otherwise', async () => {
    const { asked, automation } = lockWith(() => undefined);
    const gate: { open?: () => void } = {};
    const slow = {
      ...automation,
      async lock(owner: string, ttlSeconds: number) {
        if (asked.length > 0) await new Promise<void>((resolve) => (gate.open = resolve));
        return automation.lock(owner, ttlSeconds);
      },
    };
    const ended = withLock({ automation: slow, owner: 'us' }, () => pass(30));
    await vi.waitUntil(() => gate.open);
    setImmediate(() => gate.open?.());
    await ended;
    await pass(1);
    expect(asked).toEqual(['lock us', 'lock us', 'unlock us']);
  });

  test('that somebody else has taken is lost for good', async () => {
    const { automation } = lockWith((nth) => (nth === 2 ? taken() : undefined));
    await withLock({ automation, owner: 'us' }, async (lock) => {
      expect(await lock.problem()).toBeUndefined();
      await pass(60);
      expect(await lock.problem()).toBe('anna has the lock');
    });
  });

  test('outlives a connection that is gone for a while, and no longer than it was taken for', async () => {
    let isGone = false;
    const { automation } = lockWith(() => (isGone ? unreachable() : undefined));
    await withLock({ automation, owner: 'us' }, async (lock) => {
      isGone = true;
      await pass(110);
      expect(await lock.problem()).toBeUndefined();
      isGone = false;
      await pass(30);
      isGone = true;
      await pass(90);
      expect(await lock.problem()).toBeUndefined();
      await pass(30);
      expect(await lock.problem()).toBe('no connection');
    });
  });

  test('is asked for again before the next write when the machine slept', async () => {
    const { automation, asked } = lockWith((nth) => (nth === 2 ? taken() : undefined));
    await withLock({ automation, owner: 'us' }, async (lock) => {
      vi.setSystemTime(Date.now() + 3_600_000);
      expect(await lock.problem()).toBe('anna has the lock');
    });
    expect(asked).toEqual(['lock us', 'lock us', 'unlock us']);
  });

  test('of whom one continues is taken away when that process is dead, and never else', async () => {
    // No process has this number.
    for (const [predecessor, first] of [
      [`4194305@${hostname()} x`, `unlock 4194305@${hostname()} x`],
      [`${process.pid}@${hostname()} x`, 'lock us'],
      ['4194305@elsewhere x', 'lock us'],
    ] as const) {
      const { asked, automation } = lockWith(() => undefined);
      await withLock({ automation, owner: 'us', predecessor }, async () => undefined);
      expect(asked[0]).toBe(first);
    }
  });
});

describe('an apply', () => {
  const project = projectOf(files);

  test('keeps its lock while it reads, and writes nothing once that is lost', async () => {
    const shop = await openShop();
    try {
      const plan = await shop.plan(project);
      const posts: string[] = [];
      const locks: Promise<unknown>[] = [];
      const outcome = await shop.apply(project, plan, {
        crm: {
          ...shop.crm,
          async list(...asked) {
            vi.advanceTimersByTime(30_000);
            await Promise.allSettled(locks);
            return shop.crm.list(...asked);
          },
          call(call) {
            if (call.method === 'POST') posts.push(call.path);
            return shop.crm.call(call);
          },
        },
        automation: {
          ...shop.automation,
          lock(owner, ttlSeconds) {
            const answer = locks.length === 2 ? Promise.reject(taken()) : shop.automation.lock(owner, ttlSeconds);
            locks.push(answer);
            return answer;
          },
        },
      });
      expect(outcome).toMatchObject({ is: 'failed', problem: 'anna has the lock', report: { ok: false, applied: [] } });
      expect(posts).toEqual([]);
      expect((await shop.automation.state()).release).toBeNull();
    } finally {
      await shop.close();
    }
  });

  test('hands over no release once its lock is lost, though all is written', async () => {
    const shop = await openShop();
    try {
      const one = projectOf({ 'one.yaml': 'kind: Reference\nof: orderType\ncode: one\nname: Один\n' });
      let isLost = false;
      const outcome = await shop.apply(one, await shop.plan(one), {
        crm: {
          ...shop.crm,
          async call(call) {
            const answer = await shop.crm.call(call);
            isLost = true;
            await pass(30);
            return answer;
          },
        },
        automation: {
          ...shop.automation,
          lock: (owner, ttlSeconds) => (isLost ? Promise.reject(taken()) : shop.automation.lock(owner, ttlSeconds)),
        },
      });
      expect(isLost).toBe(true);
      expect(outcome).toMatchObject({ is: 'partial', problem: 'anna has the lock' });
      expect((await shop.automation.state()).release).toBeNull();
    } finally {
      await shop.close();
    }
  });
});
