import type { BacktestResult } from './backtest.js';

/** What a back-test can say and what it cannot, for every report of it (docs/operations.md#recorded-logs). */
export function honestyNotes({ events, poll }: Pick<BacktestResult, 'events' | 'poll'>): readonly string[] {
  return [
    'Conditions saw the world as it was at each moment; fields whose past the log does not hold are named above as lookahead.',
    poll === undefined
      ? 'Events were known at once; a runner that polls the CRM learns of them later.'
      : `Events were known, and what was due was done, by a runner that looked every ${poll}.`,
    'The log holds the effects of the rules that were live then: messages, caps and workload can be back-tested; what customers did is observed after, never gained.',
    ...(events.warmUp > 0
      ? [`${events.warmUp} events before the period were warm-up: they happened and are not counted here.`]
      : []),
    'Customers and orders that were deleted or merged are in the log as they were.',
  ];
}
