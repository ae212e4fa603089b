import { parseInstant } from '../../../model/instant.js';
import type { Selection } from '../../../model/operations.js';
import { route, type Answer, type Request, type Route } from '../../http.js';
import { faulty, success } from '../answers.js';
import { selectionOf } from '../operationBodies.js';
import type { AutomationStore } from '../store.js';

/** What waits, what went out, what was decided, and what it came to. */
export function recordRoutes(prefix: string, store: AutomationStore): readonly Route[] {
  return [
    route(
      'GET',
      `${prefix}/pending`,
      about(({ about }) => ({ pending: store.pending(about) })),
    ),
    route(
      'GET',
      `${prefix}/outbox`,
      about(({ about, states }) => ({ outbox: store.outbox(about, states) })),
    ),
    route(
      'GET',
      `${prefix}/journal`,
      about(({ about }) => ({ journal: store.journal(about) })),
    ),
    route('GET', `${prefix}/audiences`, () => success({ audiences: store.audiences() })),
    route('GET', `${prefix}/statistics`, ({ query }) => {
      const from = limit(query['from'], 0);
      const to = limit(query['to'], Number.MAX_SAFE_INTEGER);
      return from === undefined || to === undefined
        ? faulty({ from: 'must be an ISO 8601 time', to: 'must be an ISO 8601 time' })
        : success({ statistics: store.statistics(from, to) });
    }),
  ];
}

function about(
  tell: (asked: { readonly about: Selection; readonly states: readonly string[] }) => Readonly<Record<string, unknown>>,
): (request: Request) => Answer {
  return ({ query }) => {
    const { state, ...rest } = query;
    const faults: Record<string, string> = {};
    const selection = selectionOf(rest, '', faults);
    if (Object.keys(faults).length > 0) return faulty(faults);
    return success(tell({ about: selection, states: typeof state === 'string' ? state.split(',') : [] }));
  };
}

function limit(value: unknown, otherwise: number): number | undefined {
  return value === undefined ? otherwise : typeof value === 'string' ? parseInstant(value) : undefined;
}
