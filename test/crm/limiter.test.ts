import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiRate, createLimiter, telephonyRate } from '../../src/crm/limiter.js';
import { virtualTiming } from './virtualTiming.js';

async function passTimes(
  count: number,
  act: (index: number, now: number) => void = () => undefined,
): Promise<number[]> {
  const timing = virtualTiming();
  const limiter = createLimiter(apiRate, timing);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    await limiter.pass();
    times.push(timing.now());
    act(index, timing.now());
  }
  return times;
}

function mostInOneSecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

describe('the rate limit', () => {
  it('lets a burst through at once and then 8 a second', async () => {
    const times = await passTimes(18);
    expect(times.slice(0, 2)).toEqual([0, 0]);
    expect(times[17]).toBe(2000);
  });

  it('never lets more through in any second than the CRM allows', async () => {
    expect(mostInOneSecond(await passTimes(100))).toBeLessThanOrEqual(10);
    expect(apiRate.perSecond + apiRate.burst).toBeLessThanOrEqual(10);
    expect(telephonyRate.perSecond + telephonyRate.burst).toBeLessThanOrEqual(40);
  });

  it('holds for any pattern of requests and pauses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 700 }), { maxLength: 60 }), async (pauses) => {
        const timing = virtualTiming();
        const limiter = createLimiter(apiRate, timing);
        const times: number[] = [];
        for (const pause of pauses) {
          await timing.sleep(pause);
          await limiter.pass();
          times.push(timing.now());
        }
        if (times.length > 0) expect(mostInOneSecond(times)).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('lets requests pass in the order in which they asked', async () => {
    const limiter = createLimiter(apiRate, virtualTiming());
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4, 5].map((name) => limiter.pass().then(() => order.push(name))));
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  it('waits as long as the CRM asks and halves the rate after a refusal', async () => {
    const timing = virtualTiming();
    const limiter = createLimiter(apiRate, timing);
    limiter.refused(3000);
    const times: number[] = [];
    for (let index = 0; index < 4; index++) {
      await limiter.pass();
      times.push(timing.now());
    }
    expect(times[0]).toBe(3000);
    expect(times[3]! - times[2]!).toBe(250);
  });

  it('climbs back to the full rate with successes', async () => {
    const timing = virtualTiming();
    const limiter = createLimiter(apiRate, timing);
    limiter.refused();
    for (let index = 0; index < 16; index++) limiter.succeeded();
    for (let index = 0; index < 2; index++) await limiter.pass();
    const before = timing.now();
    await limiter.pass();
    expect(timing.now() - before).toBe(125);
  });

  it('does not hold back once the server says that it has no limit, until it refuses after all', async () => {
    const timing = virtualTiming();
    const limiter = createLimiter(apiRate, timing);
    limiter.lift();
    for (let index = 0; index < 1000; index++) await limiter.pass();
    expect(timing.pauses).toEqual([]);
    limiter.refused(500);
    for (let index = 0; index < 2; index++) await limiter.pass();
    expect(timing.now()).toBe(500);
    await limiter.pass();
    expect(timing.now()).toBe(750);
  });
});
