import type { EngineState } from '../engine/state.js';
import type { Instant } from '../model/instant.js';

/** Which runs entered lately, by trigger and key. Where time only goes on, what is too long ago is asked for by nobody. */
export interface RecentEntries {
  readonly after: EngineState['enteredSince'];
  readonly add: EngineState['countEntry'];
}

interface Entry {
  readonly name: string;
  readonly at: Instant;
}

export function createRecentEntries(): RecentEntries {
  const counts = new Map<string, number>();
  let entries: Entry[] = [];
  let first = 0;

  const forget = (since: Instant): void => {
    for (; first < entries.length && entries[first]!.at <= since; first++) {
      const { name } = entries[first]!;
      const left = counts.get(name)! - 1;
      if (left > 0) counts.set(name, left);
      else counts.delete(name);
    }
    if (first * 2 < entries.length || first === 0) return;
    entries = entries.slice(first);
    first = 0;
  };
  return {
    after(trigger, key, since) {
      forget(since);
      return counts.get(nameOf(trigger, key)) ?? 0;
    },
    add(trigger, key, at) {
      const name = nameOf(trigger, key);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      entries.push({ name, at });
    },
  };
}

function nameOf(trigger: string, key: string): string {
  return `${trigger}|${key}`;
}
