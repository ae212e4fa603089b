import type { OpenOptions } from '../environment/open.js';

/** Counts what is asked of the CRM and of the automation API, for `--verbose`. */
export interface RequestTally {
  readonly observe: NonNullable<OpenOptions['observe']>;
  /** How many requests went where, how many were repeated, and how long they took together. */
  text(): string;
}

interface Counted {
  requests: number;
  milliseconds: number;
}

export function requestTally(): RequestTally {
  const groups = new Map<string, Counted>();
  const repeated = new Map<string, number>();
  return {
    observe: {
      onRequest({ label, milliseconds }) {
        const group = groupOf(label);
        const { requests = 0, milliseconds: before = 0 } = groups.get(group) ?? {};
        groups.set(group, { requests: requests + 1, milliseconds: before + milliseconds });
      },
      onRetry({ error }) {
        repeated.set(error.reason, (repeated.get(error.reason) ?? 0) + 1);
      },
    },
    text: () => tallyText(groups, repeated),
  };
}

/** `POST reference/statuses/no-answer/edit` → `POST reference/statuses`, `GET orders/17` → `GET orders`. */
function groupOf(label: string): string {
  const [method = '', path = ''] = label.split(' ');
  const [, first = '', second] = /^\/?([^/?]*)(?:\/([a-z][a-zA-Z-]*))?/.exec(path) ?? [];
  return `${method} ${second === undefined ? first : `${first}/${second}`}`;
}

function tallyText(groups: ReadonlyMap<string, Counted>, repeated: ReadonlyMap<string, number>): string {
  const rows = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const total = rows.reduce(
    (sum, [, { requests, milliseconds }]) => ({
      requests: sum.requests + requests,
      milliseconds: sum.milliseconds + milliseconds,
    }),
    { requests: 0, milliseconds: 0 },
  );
  const retries = [...repeated].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([reason, count]) => `${reason} ${count}`);
  const width = Math.max(0, ...rows.map(([group]) => group.length));
  return [
    `requests ${total.requests}, ${seconds(total.milliseconds)} in all, repeated ${retries.length === 0 ? 0 : retries.join(', ')}`,
    ...rows.map(
      ([group, { requests, milliseconds }]) =>
        `  ${group.padEnd(width)} ${String(requests).padStart(5)}   ${seconds(milliseconds)}`,
    ),
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
