import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';
import { instant, parseInstant, type Instant } from '../../../src/model/instant.js';
import { startServer, type StartedServer, type StartOptions } from '../../../src/server/start.js';

/** An account of the embedded CRM for one test: a real server over real files, with a clock that the test moves. */
export interface Account {
  readonly server: StartedServer;
  readonly files: { readonly crmFile: string; readonly automationFile: string };
  /** Moves the clock of the CRM. */
  pass(milliseconds: number): void;
  /** Answers of API v5; a map as body goes out as a form whose nested members are JSON texts. */
  get(path: string, query?: Query, key?: string): Promise<Reply>;
  post(path: string, body?: Row, key?: string): Promise<Reply>;
}

export type Row = Record<string, unknown>;
export type Query = string | Record<string, string | number>;
export interface Reply {
  readonly status: number;
  readonly body: Row;
  readonly headers: Headers;
}

export const runnerKey = 'runner-key-0123456789';
/** Noon in Moscow, a Monday. */
export const start = parseInstant('2026-03-02T09:00:00Z')!;

type Closing = () => Promise<void>;
const perTest: Closing[] = [];
const perFile: Closing[] = [];

afterEach(() => closeAll(perTest));
afterAll(() => closeAll(perFile));

export function openAccount(options: Partial<StartOptions> = {}): Promise<Account> {
  return open(options, perTest);
}

/** For tests that only read: closed after the last of the file. */
export function openSharedAccount(): Promise<Account> {
  return open({}, perFile);
}

async function closeAll(closings: Closing[]): Promise<void> {
  await Promise.all(closings.splice(0).map((close) => close()));
}

async function open(options: Partial<StartOptions>, closings: Closing[]): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-crm-'));
  let now: Instant = start;
  const files = { crmFile: join(folder, 'crm.sqlite'), automationFile: join(folder, 'automation.sqlite') };
  const server = await startServer({
    ...files,
    key: runnerKey,
    unlimited: true,
    kinds: [],
    now: () => now,
    ...options,
  });
  closings.push(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  return {
    server,
    files,
    pass: (milliseconds) => (now = instant(now + milliseconds)),
    get: (path, query, key = runnerKey) => send(`${server.url}${whole(path)}${search(query)}`, 'GET', key),
    post: (path, body = {}, key = runnerKey) => send(`${server.url}${whole(path)}`, 'POST', key, toForm(body)),
  };
}

/** The body of an answer that must have succeeded. */
export async function ok(reply: Promise<Reply>): Promise<Row> {
  const { status, body } = await reply;
  expect(body, `HTTP ${status}`).toMatchObject({ success: true });
  return body;
}

export function rows(body: Row, key: string): Row[] {
  const list = body[key];
  expect(list, key).toBeInstanceOf(Array);
  return list as Row[];
}

async function send(url: string, method: string, key: string, body?: URLSearchParams): Promise<Reply> {
  const headers = key === '' ? {} : { 'x-api-key': key };
  const answer = await fetch(url, { method, headers, ...(body ? { body } : {}) });
  return { status: answer.status, body: (await answer.json()) as Row, headers: answer.headers };
}

function whole(path: string): string {
  return path.startsWith('/') ? path : `/api/v5/${path}`;
}

function search(query: Query | undefined): string {
  if (query === undefined) return '';
  if (typeof query === 'string') return `?${query}`;
  return `?${new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}

function toForm(body: Row): URLSearchParams {
  const entries = Object.entries(body).map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return new URLSearchParams(entries);
}
