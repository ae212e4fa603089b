import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Account, Query, Row } from './account.js';
import { compareShapes } from './shapes.js';

const folder = new URL('../../../../shared/reference/payloads/', import.meta.url);
export const recordingsPresent = existsSync(folder);
if (!recordingsPresent) {
  console.warn('SKIPPED: answers that the CRM really gave are not beside the project (../shared/reference/payloads).');
}

export interface Case {
  /** Recorded answer. */
  readonly file: string;
  readonly get?: string;
  readonly query?: Query;
  readonly post?: string;
  readonly body?: Row;
  /** Maps by code or id. */
  readonly dictionaries?: readonly string[];
  /** What the recording holds and the embedded CRM does not say; `*` stands for the elements of a list. */
  readonly missing?: readonly string[];
}

/** Their values have the type of the field, or of what changed. */
export const free = ['customFields.*', '.defaultTyped', '.default', '.oldValue', '.newValue'];

/** One test for every recorded answer, in order, over one account that is opened for the first of them. */
export function holdToRecorded(cases: readonly Case[], open: () => Promise<Account>): void {
  let opened: Promise<Account> | undefined;
  const shared = (): Promise<Account> => (opened ??= open());
  describe.skipIf(!recordingsPresent)('the answers have the shapes that the CRM really gave', () => {
    it.each(cases.map((each) => [each.file, each] as const))('%s', async (file, each) => {
      const answer = await answerOf(await shared(), each);
      const { kinds, missing } = compareShapes(recorded(file), answer, each.dictionaries, free);
      expect(kinds).toEqual([]);
      expect(missing.toSorted()).toEqual([...(each.missing ?? [])].sort());
    });
  });
}

/** The body of the answer, which must say success. */
export async function answerOf(account: Account, { file, get, query, post, body }: Case): Promise<Row> {
  const reply = await (post === undefined ? account.get(get!, query) : account.post(post, body));
  expect([200, 201], `${file}: ${JSON.stringify(reply.body)}`).toContain(reply.status);
  return reply.body;
}

export function recorded(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8'));
}

/** Names of all recorded answers: `Orders/get`. */
export function recordings(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length).replaceAll('\\', '/'))
    .sort();
}
