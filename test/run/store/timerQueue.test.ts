import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../../src/model/instant.js';
import type { Timer } from '../../../src/model/instance.js';
import { createTimerQueue } from '../../../src/run/store/timerQueue.js';

const step = fc.record({
  does: fc.constantFrom('arm', 'arm', 'arm', 'disarm', 'next', 'fire', 'forget'),
  id: fc.constantFrom(...'abcdefghij'),
  due: fc.integer({ min: 0, max: 9 }),
  priority: fc.constantFrom(0, 50),
});

test('gives the earliest of all timers, however few of them it reads at once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, atOnce) => {
      const table = new Map<string, Timer>();
      const sorted = (): readonly Timer[] =>
        [...table.values()].sort((a, b) => a.due - b.due || b.priority - a.priority || (a.id < b.id ? -1 : 1));
      const queue = createTimerQueue((most) => sorted().slice(0, most), atOnce);
      const disarm = (id: string): void => {
        table.delete(id);
        queue.disarm(id);
      };
      for (const { does, id, due, priority } of steps) {
        if (does === 'arm') {
          const timer: Timer = { id, due: instant(due), priority, kind: 'deadline', owner: 'x', generation: 1 };
          table.set(id, timer);
          queue.arm(timer);
        } else if (does === 'disarm') disarm(id);
        else if (does === 'forget') queue.forget();
        else {
          const next = queue.next();
          expect(next).toEqual(sorted()[0]);
          if (does === 'fire' && next !== undefined) disarm(next.id);
        }
      }
      while (table.size > 0) {
        expect(queue.next()).toEqual(sorted()[0]);
        disarm(sorted()[0]!.id);
      }
      expect(queue.next()).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
