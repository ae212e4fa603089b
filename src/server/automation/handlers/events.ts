import { route, type Route } from '../../http/plane.js';
import { faulty, success } from '../answers.js';
import { readEvents } from '../bodies.js';
import type { AutomationStore } from '../store.js';

/** Calls, carts, visits, reviews: events that the CRM's history does not carry. */
export function eventRoutes(prefix: string, { inbox }: AutomationStore): readonly Route[] {
  return [
    route('POST', `${prefix}/events`, ({ body }) => {
      const read = readEvents(body);
      return read.ok ? success({ ...inbox.receive(read.value) }, 201) : faulty(read.faults);
    }),
  ];
}
