import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { applyPlan } from '../../src/apply/apply.js';
import { beginJournal } from '../../src/apply/journal.js';
import { observe } from '../../src/apply/observe.js';
import { createAutomationClient, type AutomationClient } from '../../src/crm/automation.js';
import { createCrmClient, type CrmClient } from '../../src/crm/client.js';
import { instant, parseInstant, type Instant } from '../../src/model/instant.js';
import { isObject } from '../../src/model/json.js';
import { buildPlan } from '../../src/plan/build.js';
import { runOnce, type RunOptions, type RunResult, type RunSummary } from '../../src/run/runOnce.js';
import { seedCrm, type CrmSeed, type SeededIds } from '../../src/server/crm/seed.js';
import { startServer } from '../../src/server/start.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { projectOf } from '../plan/scene.js';
import { quickDisk } from '../quickDisk.js';

export type Row = Readonly<Record<string, unknown>>;

/** A shop that runs: an embedded CRM over HTTP, a release applied to it, people who work in it, and a runner; one clock for all. */
export interface LiveShop {
  readonly url: string;
  readonly key: string;
  readonly file: string;
  /** The runner's own way in, and that of the shop's people. */
  readonly crm: CrmClient;
  readonly people: CrmClient;
  readonly automation: AutomationClient;
  now(): Instant;
  /** Moves the clock: `90s 30m 2h 3d`. */
  pass(time: string): void;
  /** Plans and applies these resources, as `crmctl apply` would. */
  apply(yaml: string, config?: string): Promise<void>;
  /** Fills the CRM behind everybody's back. */
  seed(seed: CrmSeed): SeededIds;
  /** What the CRM's history has told so far is gone. */
  forgetHistory(): void;
  customer(fields?: Row): Promise<number>;
  order(fields?: Row): Promise<number>;
  change(order: number, fields: Row): Promise<void>;
  /** One pass; `with` replaces what the runner is given. */
  run(given?: Partial<RunOptions>): Promise<RunResult>;
  /** One pass that must come to its end. */
  runDone(given?: Partial<RunOptions>): Promise<RunSummary>;
  tasks(): Promise<readonly Row[]>;
  notes(): Promise<readonly Row[]>;
  statusOf(order: number): Promise<unknown>;
  /** Rows of one of the runner's tables. */
  rows<R = Row>(sql: string, ...values: (string | number)[]): readonly R[];
}

/** 12:00 in Moscow, a Monday. */
export const begin = parseInstant('2026-03-02T09:00:00Z')!;
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const peopleKey = 'key-of-the-people';

export async function openLiveShop(
  yaml: string,
  start: Instant = begin,
  timezone = 'Europe/Moscow',
): Promise<LiveShop> {
  const dir = mkdtempSync(join(quickDisk, 'crmctl-live-'));
  const key = 'key-of-the-runner';
  const file = join(dir, 'automation.sqlite');
  let time = start;
  const now = (): Instant => time;
  const server = await startServer({
    crmFile: join(dir, 'crm.sqlite'),
    automationFile: file,
    key,
    keys: [{ key: peopleKey, name: 'people' }],
    unlimited: true,
    timezone,
    now,
  });
  const crm = createCrmClient({ url: server.url, key });
  const people = createCrmClient({ url: server.url, key: peopleKey });
  const automation = createAutomationClient({ url: server.url, key });
  onTestFinished(async () => {
    await Promise.all([crm.close(), people.close(), automation.close()]);
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });
  let applied = 0;
  const shop: LiveShop = {
    url: server.url,
    key,
    file,
    crm,
    people,
    automation,
    seed: (seed) => seedCrm(server.crm.store, seed),
    forgetHistory: () => void server.crm.store.db.prepare('DELETE FROM history').run(),
    now,
    pass(span) {
      const [, count, unit = ''] = /^([\d.]+)([smhd])$/.exec(span) ?? [];
      time = instant(time + Number(count) * units[unit]!);
    },
    async apply(text, config) {
      const project = projectOf({ 'crmctl.yaml': config ?? configIn(timezone), 'shop.yaml': text });
      const bad = project.diagnostics.filter(({ severity }) => severity === 'error');
      if (bad.length > 0) throw new Error(bad.map(({ message }) => message).join('\n'));
      const observation = await observe({ crm, automation, words: vocabulary, remotes, project });
      const plan = buildPlan({ project, words: vocabulary, remotes, observation, environment: 'local' });
      const outcome = await applyPlan({
        plan,
        project,
        words: vocabulary,
        remotes,
        crm,
        automation,
        owner: 'test',
        openJournal: () => beginJournal(join(dir, `apply-${++applied}.journal`), plan, 'test'),
        onProgress: () => undefined,
      });
      if (outcome.is !== 'done') throw new Error(`apply: ${JSON.stringify(outcome)}`);
    },
    async customer(fields = {}) {
      const customer = { firstName: 'Анна', email: 'anna@example.com', ...fields };
      return Number((await people.call({ method: 'POST', path: 'customers/create', body: { customer } }))['id']);
    },
    async order(fields = {}) {
      const order = { status: 'new', ...fields };
      return Number((await people.call({ method: 'POST', path: 'orders/create', body: { order } }))['id']);
    },
    async change(id, fields) {
      await people.call({ method: 'POST', path: `orders/${id}/edit`, body: { by: 'id', order: fields } });
    },
    run: (given = {}) =>
      runOnce({
        file,
        crm,
        automation,
        words: vocabulary,
        variables: {},
        clock: now,
        random: () => 0.5,
        embedded: true,
        approved: false,
        progress: () => undefined,
        ...given,
      }),
    async runDone(given) {
      const result = await shop.run(given);
      if (result.ended !== 'done') throw new Error(`the pass ended otherwise: ${JSON.stringify(result)}`);
      return result.summary;
    },
    async tasks() {
      const listed = listOf(await people.list({ method: 'GET', path: 'tasks' }, 'tasks'));
      const whole = await Promise.all(
        listed.map(({ id }) => people.call({ method: 'GET', path: `tasks/${String(id)}` })),
      );
      return whole.map(({ task }) => task as Row).sort((a, b) => Number(a['id']) - Number(b['id']));
    },
    notes: async () => listOf(await people.list({ method: 'GET', path: 'customers/notes' }, 'notes')),
    async statusOf(id) {
      const { order } = await people.call({ method: 'GET', path: `orders/${id}`, query: { by: 'id' } });
      return isObject(order) ? order['status'] : undefined;
    },
    rows<R>(sql: string, ...values: (string | number)[]) {
      const database = new Database(file, { readonly: true });
      try {
        return database.prepare<(string | number)[], R>(sql).all(...values);
      } finally {
        database.close();
      }
    },
  };
  await shop.apply(yaml);
  return shop;
}

export function configIn(timezone: string): string {
  return `version: 1\nname: shop\ntimezone: ${timezone}\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n`;
}

export function listOf(value: unknown): readonly Row[] {
  return (Array.isArray(value) ? value : Object.values(value as object)).filter(isObject);
}

/** State → number of effects in the runner's outbox. */
export function outboxOf(shop: LiveShop): Readonly<Record<string, number>> {
  return Object.fromEntries(
    shop
      .rows<{ state: string; count: number }>('SELECT state, count(*) AS count FROM outbox GROUP BY state')
      .map(({ state, count }) => [state, count]),
  );
}
