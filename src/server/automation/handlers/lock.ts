import { route, type Route } from '../../http/plane.js';
import { failure, faulty, success } from '../answers.js';
import { readLock, readOwner } from '../bodies.js';
import type { AutomationStore } from '../store.js';

/** The lock of `apply`: one at a time, with a name and an age that others can read. */
export function lockRoutes(prefix: string, { lock }: AutomationStore): readonly Route[] {
  return [
    route('POST', `${prefix}/lock`, ({ body }) => {
      const read = readLock(body);
      if (!read.ok) return faulty(read.faults);
      const { taken, holder } = lock.take(read.value.owner, read.value.ttlSeconds);
      return taken
        ? success({ lock: holder }, 201)
        : failure(409, `${holder.owner} has the lock since ${holder.since}.`, { ...holder });
    }),
    route('DELETE', `${prefix}/lock`, ({ body }) => {
      const read = readOwner(body);
      if (!read.ok) return faulty(read.faults);
      const holder = lock.release(read.value);
      return holder === undefined
        ? success()
        : failure(409, `${holder.owner} has the lock since ${holder.since}.`, { ...holder });
    }),
  ];
}
