import { expect, it } from 'vitest';
import type { ReleasedResource } from '../../src/model/release.js';
import { instant } from '../../src/model/instant.js';
import { openAutomationFile } from '../../src/server/automation/store/file.js';
import { openAutomationStore } from '../../src/server/automation/store.js';
import { seedCrm } from '../../src/server/crm/seed.js';
import { openAccount, ok, rows, start, type Account } from './crm/account.js';

const vip = { address: 'segment/vip', kind: 'Segment', spec: { code: 'vip', name: 'VIP', where: 'true' } };
const rf = {
  address: 'segmentation/rf',
  kind: 'Segmentation',
  spec: {
    code: 'rf',
    active: false,
    segments: [
      { code: 'loyal', name: 'Лояльные', where: 'true' },
      { code: 'sleeping', name: 'Дремлющие' },
    ],
  },
};
const config = { name: 'shop', timezone: 'Europe/Moscow', currency: 'RUB', locale: 'ru' };

/** Publishes as `apply` does, from another connection to the file. */
function publish({ files }: Account, live: readonly ReleasedResource[], later = 0): void {
  const store = openAutomationStore(files.automationFile, () => instant(start + later));
  const parent = store.releases.current()?.id ?? null;
  const published = store.releases.publish({ parent, project: 'shop', revision: 'r', config, live, applied: [] });
  expect(published.ok).toBe(true);
  store.close();
}

/** Writes who is where as the runner does. */
function enter({ files }: Account, members: Readonly<Record<string, readonly string[]>>): void {
  const database = openAutomationFile(files.automationFile);
  for (const [customer, codes] of Object.entries(members)) {
    database.prepare('INSERT OR REPLACE INTO members VALUES (?, ?)').run(customer, JSON.stringify(codes));
  }
  database.close();
}

const listed = async ({ get }: Account, query = ''): Promise<unknown[]> =>
  rows(await ok(get('segments', query)), 'segments').map(({ code, customersCount }) => [code, customersCount]);

it('the segments of the current release are listed with their counts, also before anybody has computed them', async () => {
  const account = await openAccount();
  expect(await listed(account)).toEqual([]);
  publish(account, [vip]);
  expect(await listed(account)).toEqual([['vip', 0]]);
  publish(account, [vip, rf], 60_000);
  enter(account, { 1: ['vip', 'loyal'], 2: ['loyal'], 3: [] });
  expect(new Map((await listed(account)) as [string, number][])).toEqual(
    new Map([
      ['vip', 1],
      ['loyal', 2],
      ['sleeping', 0],
    ]),
  );
  const [segment] = rows(await ok(account.get('segments', 'filter[name]=vip')), 'segments');
  expect(segment).toEqual({
    id: expect.any(Number) as number,
    code: 'vip',
    name: 'VIP',
    // Of the first release that had it.
    createdAt: '2026-03-02 12:00:00',
    isDynamic: true,
    customersCount: 1,
    active: true,
  });
  expect(await listed(account, 'filter[active]=1')).toEqual([['vip', 1]]);
  expect(await listed(account, 'filter[minCustomersCount]=2')).toEqual([['loyal', 2]]);
  expect(await listed(account, `filter[ids][]=${String(segment!['id'])}`)).toEqual([['vip', 1]]);
});

it('customers are found by their segment and show it, as soon as the runner has moved them', async () => {
  const account = await openAccount();
  seedCrm(account.server.crm.store, { customers: [{ externalId: 'a' }, { externalId: 'b' }] });
  publish(account, [vip, rf]);
  const inside = async (code: string): Promise<unknown[]> =>
    rows(await ok(account.get('customers', `filter[segment]=${code}`)), 'customers').map(({ id }) => id);
  const shown = async (externalId: string): Promise<unknown[]> => {
    const { customer } = await ok(account.get(`customers/${externalId}`));
    return (customer as { segments: { code: string; customersCount: number }[] }).segments.map(({ code }) => code);
  };
  expect([await inside('vip'), await shown('a')]).toEqual([[], []]);
  enter(account, { 1: ['loyal', 'vip'], 2: ['sleeping'] });
  expect([await inside('vip'), await inside('sleeping'), await inside('nobody')]).toEqual([[1], [2], []]);
  expect([await shown('a'), await shown('b')]).toEqual([['vip', 'loyal'], ['sleeping']]);
  enter(account, { 1: ['sleeping'] });
  expect([await inside('vip'), await inside('sleeping'), await shown('a')]).toEqual([[], [2, 1], ['sleeping']]);
});

it('segments that a release no longer has are gone, and those kept in the CRM stay beside the live ones', async () => {
  const account = await openAccount();
  seedCrm(account.server.crm.store, {
    customers: [{}],
    segments: [
      { code: 'old', name: 'Старые', customers: [1] },
      { code: 'vip', name: 'Прежние VIP', customers: [1] },
    ],
  });
  publish(account, [vip, rf]);
  enter(account, { 1: ['loyal'] });
  const codes = async (): Promise<unknown[]> => (await listed(account)).map((row) => (row as [string])[0]).sort();
  expect(await codes()).toEqual(['loyal', 'old', 'sleeping', 'vip']);
  expect(rows(await ok(account.get('customers', 'filter[segment]=vip')), 'customers')).toEqual([]);
  publish(account, [rf]);
  expect(await codes()).toEqual(['loyal', 'old', 'sleeping', 'vip']);
  expect(rows(await ok(account.get('customers', 'filter[segment]=vip')), 'customers')).toHaveLength(1);
  publish(account, [{ ...vip, address: 'segment/other', spec: { ...vip.spec, code: 'other' } }]);
  expect(await codes()).toEqual(['old', 'other', 'vip']);
});
