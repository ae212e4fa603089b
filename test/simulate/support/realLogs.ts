import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';

const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Path of a recorded log, or undefined with a loud word when this machine has none. */
export function realLog(name: string): string | undefined {
  const path = `${folder}${name}`;
  if (existsSync(path)) return path;
  process.stderr.write(`\n!!! SKIPPED: the recorded log ${name} is not beside this repository (../shared/data)\n`);
  return undefined;
}

export interface RawEvent {
  readonly id: string;
  readonly type: string;
  /** Milliseconds. */
  readonly at: number;
  readonly data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- raw data of a log, read by hand
}

/** The whole log, parsed in the plainest way there is: nothing of crmctl's is used. */
export function rawEvents(path: string): readonly RawEvent[] {
  const events = gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ id, type, time, data }) => ({ id, type, at: Date.parse(time), data }));
  return events
    .map((event, index) => ({ event, index }))
    .sort((a, b) => a.event.at - b.event.at || a.index - b.index)
    .map(({ event }) => event);
}
