import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timer } from '../../src/model/instance.js';
import { instant } from '../../src/model/instant.js';
import { createTimerHeap, earlier } from '../../src/simulate/timerHeap.js';

const armings = fc.array(fc.tuple(fc.nat(9), fc.nat(100)), { minLength: 200, maxLength: 600 });

describe('the heap of timers', () => {
  it('fires what stayed armed in order, however often timers were armed anew', () => {
    fc.assert(
      fc.property(armings, (list) => {
        const heap = createTimerHeap();
        const model = new Map<string, Timer>();
        list.forEach(([id, due], generation) => {
          const timer: Timer = {
            id: String(id),
            due: instant(due),
            priority: 50,
            kind: 'instance',
            owner: String(id),
            generation,
          };
          heap.arm(timer);
          model.set(timer.id, timer);
        });
        expect(heap.size).toBe(model.size);
        const expected = [...model.values()].sort((a, b) => (earlier(a, b) ? -1 : 1));
        const fired: Timer[] = [];
        for (let next = heap.next(); next; next = heap.next()) {
          fired.push(next);
          heap.disarm(next.id);
        }
        expect(fired).toEqual(expected);
      }),
    );
  });
});
