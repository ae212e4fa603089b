import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { observe } from '../../src/apply/observe.js';
import { CrmError, type CrmReason } from '../../src/crm/errors.js';
import type { Observation } from '../../src/plan/observation.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { projectOf } from '../plan/scene.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const templates = 'reference/mg-channels/templates';
const template = 'kind: MessengerTemplate\ncode: ready\nmgChannelId: 1\nlang: ru\ntemplate: [Готово]';

function observed(failing: (path: string) => boolean, reason: CrmReason, yaml = ''): Promise<Observation> {
  const crm: Shop['crm'] = {
    ...shop.crm,
    list: (call, ...more) =>
      failing(call.path) ? Promise.reject(new CrmError('no', { reason })) : shop.crm.list(call, ...more),
  };
  const project = projectOf({ 'all.yaml': yaml });
  return observe({ ...shop, crm, words: vocabulary, remotes, project, everything: true });
}

describe('a list that not every key may read', () => {
  const refused = (path: string) => path === templates;

  test.each(['auth', 'denied', 'not-found'] as const)(
    'is empty to a project that has nothing of it (%s)',
    async (reason) => {
      const { unread, remote } = await observed(refused, reason);
      expect(unread).toEqual([]);
      expect(remote.get('MessengerTemplate')).toEqual([]);
      expect(remote.get('StatusGroup')).not.toEqual([]);
    },
  );

  test('is unread to one that has, and when it fails otherwise', async () => {
    for (const { unread } of [await observed(refused, 'auth', template), await observed(refused, 'server')])
      expect(unread).toEqual([{ kind: 'MessengerTemplate', covers: '', list: templates, message: 'no' }]);
  });

  test.each(['auth', 'network'] as const)('when no list can be read the first error is heard (%s)', async (reason) => {
    await expect(observed(() => true, reason)).rejects.toThrow('no');
  });
});
