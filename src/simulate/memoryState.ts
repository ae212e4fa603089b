import type { EngineState } from '../engine/state.js';
import type { Instant } from '../model/instant.js';
import { createLiveIndex } from './liveIndex.js';
import { createRecentEntries } from './recentEntries.js';
import { createMemoryWorld, type OnSegments } from './world/memoryWorld.js';
import { unrecorded, type RecordedLines } from './world/recordedLines.js';
import { createTimerHeap } from './timerHeap.js';

/** Engine state in memory: the store of back-tests and of unit tests. */
export function createMemoryState(onSegments?: OnSegments, lines: RecordedLines = unrecorded): EngineState {
  const ended = new Set<string>();
  const live = createLiveIndex();
  const entries = createRecentEntries();
  const timers = createTimerHeap();
  const marks = new Map<string, Instant>();
  const sent = new Map<string, { readonly class: string; readonly at: Instant }[]>();
  const memos = new Map<string, string>();
  return {
    world: createMemoryWorld(onSegments, lines),
    instance: live.get,
    hasEntered: (id) => ended.has(id) || live.get(id) !== undefined,
    liveOf: live.ofKey,
    waitingOf: live.ofTrigger,
    concerning: live.concerning,
    save(instance) {
      if (instance.status === 'waiting') return live.put(instance);
      live.remove(instance.id);
      ended.add(instance.id);
    },
    arm: timers.arm,
    disarm: timers.disarm,
    timer: timers.get,
    nextTimer: timers.next,
    used: (mark) => marks.get(mark),
    use: (mark, at) => void (at === undefined ? marks.delete(mark) : marks.set(mark, at)),
    usedUnder: (start) => [...marks].filter(([mark]) => mark.startsWith(start)).sort(([a], [b]) => (a < b ? -1 : 1)),
    sentTo: (customer, since) => (sent.get(customer) ?? []).filter((message) => message.at >= since),
    recordSent(customer, message) {
      const known = sent.get(customer);
      const entry = { class: message.class, at: message.at };
      if (known === undefined) sent.set(customer, [entry]);
      else if (known.at(-1)!.at <= entry.at) known.push(entry);
      // Those of a customer that was merged come among the survivor's own.
      else
        sent.set(
          customer,
          [...known, entry].sort((a, b) => a.at - b.at),
        );
    },
    enteredSince: entries.after,
    countEntry: entries.add,
    memo: (name) => memos.get(name),
    setMemo: (name, value) => void (value === undefined ? memos.delete(name) : memos.set(name, value)),
    memosUnder: (start) => [...memos].filter(([name]) => name.startsWith(start)).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
