import { createHash } from 'node:crypto';
import type { Store } from './open.js';

/** An API key as the CRM knows it: never its text, only what it may do. */
export interface ApiKey {
  readonly id: number;
  readonly scopes: readonly string[];
  /** Codes of the sites that it sees; `undefined`: all. */
  readonly sites: readonly string[] | undefined;
}

export interface NewKey {
  readonly key: string;
  readonly name: string;
  /** Default: every scope. */
  readonly scopes?: readonly string[];
  readonly sites?: readonly string[];
}

export const allScopes = [
  'order_read',
  'order_write',
  'customer_read',
  'customer_write',
  'reference_read',
  'reference_write',
  'store_read',
  'store_write',
  'custom_fields_read',
  'custom_fields_write',
  'integration_read',
  'integration_write',
  'task_read',
  'task_write',
  'cost_read',
  'cost_write',
  'user_read',
  'user_write',
  'segment_read',
  'analytics_write',
  'notification_write',
  'telephony_read',
  'telephony_write',
  'loyalty_read',
  'loyalty_write',
  'file_read',
  'file_write',
  'delivery_read',
  'delivery_write',
  'payments_read',
  'payments_write',
  'verification_read',
  'verification_write',
] as const;

export type Scope = (typeof allScopes)[number];

/** Lets a key in, or changes what it may do. */
export function addKey({ db }: Store, { key, name, scopes = allScopes, sites }: NewKey): void {
  db.prepare(
    `INSERT INTO api_keys (hash, name, scopes, sites) VALUES (?, ?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, sites = excluded.sites`,
  ).run(hashOf(key), name, JSON.stringify(scopes), sites ? JSON.stringify(sites) : null);
}

export function findKey({ db }: Store, key: string): ApiKey | undefined {
  const row = db
    .prepare<[Buffer], { id: number; scopes: string; sites: string | null }>(
      'SELECT id, scopes, sites FROM api_keys WHERE hash = ?',
    )
    .get(hashOf(key));
  return row && { id: row.id, scopes: texts(row.scopes), sites: row.sites === null ? undefined : texts(row.sites) };
}

/** Keys are long and random, so a plain hash cannot be turned back. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function texts(json: string): string[] {
  return JSON.parse(json) as string[]; // written by `addKey` only
}
