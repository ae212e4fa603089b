import type { Event } from '../model/event.js';

/** An event that is made when it is heard; `undefined`: there is nothing to hear by then. */
type Echo = () => Event | undefined;

/** What effects did in the CRM and its history has not told yet. */
export interface Echoes {
  push(type: string, echo: Echo): void;
  /** All of them as the runner reads them: those of customers before those of orders, else as they were done. */
  take(): readonly Echo[];
}

export function createEchoes(): Echoes {
  let ofCustomers: Echo[] = [];
  let others: Echo[] = [];
  return {
    push: (type, echo) => void (type.startsWith('customer.') ? ofCustomers : others).push(echo),
    take() {
      if (ofCustomers.length + others.length === 0) return none;
      const all = [...ofCustomers, ...others];
      ofCustomers = [];
      others = [];
      return all;
    },
  };
}

const none: readonly never[] = [];
