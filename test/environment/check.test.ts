import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAutomationClient } from '../../src/crm/automation.js';
import { createCrmClient } from '../../src/crm/client.js';
import { checkConnection, type Expected } from '../../src/environment/check.js';
import { instant } from '../../src/model/instant.js';
import { startServer, type StartedServer } from '../../src/server/start.js';
import { temporaryFolder } from './project.js';

const now = instant(Date.UTC(2026, 2, 2, 9));
const expected: Expected = { timezone: 'Europe/Moscow', currency: 'RUB', now };
let folder: ReturnType<typeof temporaryFolder>;
let server: StartedServer;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startServer({
    crmFile: join(folder.path, 'crm.sqlite'),
    automationFile: join(folder.path, 'automation.sqlite'),
    key: 'good',
    keys: [
      { key: 'poor', name: 'reader', scopes: ['order_read', 'reference_read'] },
      { key: 'reader', name: 'reader', scopes: ['order_read', 'customer_read', 'task_read', 'user_read'] },
    ],
    unlimited: true,
    now: () => now,
  });
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  await server.close();
  folder.remove();
});

async function check(key: string, more: Partial<Expected> = {}, url = server.url): Promise<string[]> {
  const crm = createCrmClient({ url, key, retry: { withinUnseen: 0 } });
  const automation = createAutomationClient({ url, key, retry: { withinUnseen: 0 } });
  open.push(crm, automation);
  const findings = await checkConnection({ crm, automation }, { ...expected, ...more });
  return findings.map(({ name, state }) => `${name} ${state}`);
}

describe('the check of a connection', () => {
  it('finds everything well where it is', async () => {
    const well = ['crm ok', 'rights ok', 'automation ok', 'timezone ok', 'currency ok', 'clock ok'];
    expect(await check('good')).toEqual(well);
  });

  it('names what does not agree', async () => {
    const found = await check('good', { timezone: 'Asia/Almaty', currency: 'KZT', now: instant(now - 10 * 60_000) });
    expect(found.slice(3)).toEqual(['timezone error', 'currency warning', 'clock warning']);
  });

  it('stops at a wrong key', async () => {
    expect(await check('wrong')).toEqual(['crm error', 'automation error']);
  });

  it('names rights that the key lacks, and does not fall over what it may not read', async () => {
    expect(await check('reader')).toContain('rights warning');
    expect(await check('poor'), 'the runner could not begin').toContain('rights error');
  });

  it('says when nobody listens', async () => {
    expect(await check('good', {}, 'http://127.0.0.1:9')).toEqual(['crm error', 'automation error']);
  });
});
