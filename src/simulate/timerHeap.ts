import type { Timer } from '../model/instance.js';
import { createArmedTimers, type ArmedTimers } from './armedTimers.js';

/** Armed timers, the earliest first: a binary heap; what was disarmed or armed anew is dropped when it comes up. */
export interface TimerHeap {
  arm(timer: Timer): void;
  disarm(id: string): void;
  get(id: string): Timer | undefined;
  /** The earliest by (due, priority descending, id); it stays armed. */
  next(): Timer | undefined;
  readonly size: number;
}

export function createTimerHeap(): TimerHeap {
  const armed = createArmedTimers();
  let heap: Timer[] = [];
  /** The earliest, until something comes before it or takes it away: it is asked for far more often than it changes. */
  let first: Timer | undefined;

  const drop = (): void => {
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    sink(heap, 0);
  };
  return {
    arm(timer) {
      armed.set(timer);
      if (first !== undefined && (first.id === timer.id || earlier(timer, first))) first = undefined;
      if (heap.length > 64 && heap.length > armed.size * 2) heap = rebuild(armed);
      else rise(heap, heap.push(timer) - 1);
    },
    disarm(id) {
      armed.delete(id);
      if (first?.id === id) first = undefined;
    },
    get: armed.get,
    next() {
      if (first !== undefined) return first;
      for (let top = heap[0]; top; top = heap[0]) {
        if (armed.get(top.id) === top) return (first = top);
        drop();
      }
      return undefined;
    },
    get size() {
      return armed.size;
    },
  };
}

/** Order in which timers of one moment fire (docs/engine.md#a-turn). */
export function earlier(a: Timer, b: Timer): boolean {
  if (a.due !== b.due) return a.due < b.due;
  if (a.priority !== b.priority) return a.priority > b.priority;
  return a.id < b.id;
}

function rebuild(armed: ArmedTimers): Timer[] {
  // A sorted array is a heap.
  return [...armed.all()].sort((a, b) => (earlier(a, b) ? -1 : 1));
}

function rise(heap: Timer[], index: number): void {
  const timer = heap[index]!;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!earlier(timer, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = timer;
}

function sink(heap: Timer[], index: number): void {
  const timer = heap[index]!;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && earlier(heap[child + 1]!, heap[child]!)) child++;
    if (!earlier(heap[child]!, timer)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = timer;
}
