import { expect, test } from 'vitest';
import { observe } from '../../src/apply/observe.js';
import { createAutomationClient } from '../../src/crm/automation.js';
import { createCrmClient } from '../../src/crm/client.js';
import { accountOf } from '../../src/plan/account.js';
import { seedCrm } from '../../src/server/crm/seed.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { projectOf } from '../plan/scene.js';
import { openAccount, runnerKey } from '../server/crm/account.js';

test('of segments the account has those that only the CRM made, though it shows those of the release beside them', async () => {
  const { server } = await openAccount();
  seedCrm(server.crm.store, { segments: [{ code: 'theirs', name: 'Их сегмент' }] });
  const access = { url: server.url, key: runnerKey };
  const [crm, automation] = [createCrmClient(access), createAutomationClient(access)];
  try {
    const project = projectOf({ 's.yaml': 'kind: Segment\ncode: ours\nname: Ours\nwhere: customer.ordersCount > 1\n' });
    await automation.publish({
      ...{ parent: null, project: 'shop', revision: 'r', applied: [] },
      config: { name: 'shop', timezone: 'Europe/Moscow', currency: 'RUB', locale: 'ru' },
      live: project.resources.map(({ address, kind, spec }) => ({ address, kind, spec })),
    });
    const listed = await crm.list({ method: 'GET', path: 'segments' }, 'segments');
    expect((listed as readonly { code: string }[]).map(({ code }) => code).toSorted()).toEqual(['ours', 'theirs']);

    const asking = { crm, automation, words: vocabulary, remotes, project };
    const everything = await observe({ ...asking, everything: true });
    expect(everything.unread).toEqual([]);
    expect(accountOf(everything, vocabulary).codes['segment']).toEqual(['theirs']);
    // A plan does not ask for them.
    expect((await observe(asking)).listed?.size).toBe(0);
  } finally {
    await Promise.all([crm.close(), automation.close()]);
  }
});
