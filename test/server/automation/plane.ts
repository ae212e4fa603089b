import { join } from 'node:path';
import { createAutomationClient, type AutomationClient, type NewRelease } from '../../../src/crm/automation.js';
import { instant } from '../../../src/model/instant.js';
import { serveAutomation } from '../../../src/server/automation/serve.js';
import type { Collection } from '../../../src/server/automation/handlers/resources.js';

const collections: readonly Collection[] = [
  { kind: 'Trigger', prefix: 'trigger', plural: 'triggers' },
  { kind: 'Segment', prefix: 'segment', plural: 'segments' },
];

/** Monday, 2 March 2026, 09:00 UTC; `clock.now` moves it. */
interface Clock {
  now: number;
}

export interface Plane {
  readonly url: string;
  readonly file: string;
  readonly clock: Clock;
  client(options?: { key?: string; token?: string }): AutomationClient;
  close(): Promise<void>;
}

/** The automation API over a real file, listening for real. */
export async function openPlane(folder: string): Promise<Plane> {
  const clock = { now: Date.UTC(2026, 2, 2, 9) };
  const file = join(folder, 'automation.sqlite');
  const server = await serveAutomation({
    file,
    keys: ['the-key'],
    collections,
    capabilities: { statusGroups: true },
    version: '1.2.3',
    now: () => instant(clock.now),
  });
  const clients: AutomationClient[] = [];
  return {
    url: server.url,
    file,
    clock,
    client(options = { key: 'the-key' }) {
      const client = createAutomationClient({ url: server.url, ...options });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) await client.close();
      await server.close();
    },
  };
}

export const config = { name: 'shop', timezone: 'Europe/Moscow', currency: 'RUB', locale: 'ru' };

/** A release with one trigger that says `text`, and one status applied to the CRM. */
export function releaseSaying(text: string, parent: string | null = null): NewRelease {
  const trigger = { address: 'trigger/thanks', kind: 'Trigger', spec: { code: 'thanks', do: [{ note: text }] } };
  const group = { address: 'status-group/new', kind: 'StatusGroup', spec: { code: 'new', protected: true } };
  return { parent, project: 'shop', revision: 'abc123', config, live: [trigger], applied: [trigger, group] };
}
