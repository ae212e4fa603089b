import { formatInstant, type Instant } from '../model/instant.js';

/** One thing that happened, before it has an id. */
export interface Happening {
  readonly at: Instant;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The log: one CloudEvent a line, in the order of time. */
export function linesOf(happenings: readonly Happening[]): readonly string[] {
  return happenings
    .map((happening, position) => ({ happening, position }))
    .sort((a, b) => a.happening.at - b.happening.at || a.position - b.position)
    .map(({ happening: { at, type, subject, data } }, index) =>
      JSON.stringify({
        specversion: '1.0',
        id: `demo-${index + 1}`,
        source: 'demo-shop',
        type,
        subject,
        time: formatInstant(at),
        data,
      }),
    );
}
