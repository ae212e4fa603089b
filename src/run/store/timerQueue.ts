import type { Timer } from '../../model/instance.js';
import { createTimerHeap, earlier, type TimerHeap } from '../../simulate/timerHeap.js';

/** The timers that come first, so that the next one is known without asking the table each time. */
export interface TimerQueue {
  arm(timer: Timer): void;
  disarm(id: string): void;
  next(): Timer | undefined;
  forget(): void;
}

const usualRead = 256;
const mostAtOnce = 20_000;

/** `read`: so many of the earliest, in the order in which they fire. */
export function createTimerQueue(read: (most: number) => readonly Timer[], readAtOnce = usualRead): TimerQueue {
  let near: TimerHeap | undefined;
  /** The last that was read: behind it the table may hold others. */
  let horizon: Timer | undefined;

  const look = (): TimerHeap => {
    const heap = createTimerHeap();
    const first = read(readAtOnce);
    for (const timer of first) heap.arm(timer);
    horizon = first.length < readAtOnce ? undefined : first.at(-1);
    return heap;
  };
  return {
    arm(timer) {
      if (near === undefined) return;
      if (near.size >= mostAtOnce) near = undefined;
      else if (horizon === undefined || earlier(timer, horizon)) near.arm(timer);
      else near.disarm(timer.id);
    },
    disarm: (id) => near?.disarm(id),
    next() {
      near ??= look();
      const first = near.next();
      if (first !== undefined || horizon === undefined) return first;
      near = look();
      return near.next();
    },
    forget() {
      near = undefined;
    },
  };
}
