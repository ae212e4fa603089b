import { route, type Route } from '../../http/plane.js';
import { success } from '../answers.js';
import type { AutomationStore } from '../store.js';

/** What a plan compares with, and how many instances wait where. */
export function stateRoutes(prefix: string, store: AutomationStore): readonly Route[] {
  return [
    route('GET', `${prefix}/state`, () => success({ ...store.state() })),
    route('GET', `${prefix}/waiting`, () => success({ waiting: store.waiting() })),
  ];
}
