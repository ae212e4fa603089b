import { parseInstant } from '../../../model/instant.js';
import type { Selection } from '../../../model/operations.js';
import { route, type Answer, type Request, type Route } from '../../http/plane.js';
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
      about(({ about, only }) => ({ journal: store.journal(about, only) })),
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

interface Asked {
  readonly about: Selection;
  readonly states: readonly string[];
  readonly only: { readonly what?: string; readonly from?: number };
}

function about(tell: (asked: Asked) => Readonly<Record<string, unknown>>): (request: Request) => Answer {
  return ({ query }) => {
    const { state, what, from, ...rest } = query;
    const faults: Record<string, string> = {};
    const since = limit(from, 0);
    if (since === undefined) faults['from'] = 'must be an ISO 8601 time';
    const selection = selectionOf(rest, '', faults);
    if (Object.keys(faults).length > 0) return faulty(faults);
    return success(
      tell({
        about: selection,
        states: typeof state === 'string' ? state.split(',') : [],
        only: { ...(typeof what === 'string' && { what }), ...(from !== undefined && { from: since! }) },
      }),
    );
  };
}

function limit(value: unknown, otherwise: number): number | undefined {
  return value === undefined ? otherwise : typeof value === 'string' ? parseInstant(value) : undefined;
}
