import { describe, expect, it } from 'vitest';
import { everyReference } from '../../../src/server/crm/references/declared/index.js';
import { openAccount, ok, rows, runnerKey, type Row } from './account.js';

const upserted = everyReference.filter(({ writing }) => writing === 'upsert');

/** What a new item cannot do without. */
const needs: Readonly<Record<string, Row>> = {
  statuses: { group: 'approval' },
  units: { sym: 'м' },
  'legal-entities': { legalName: 'ООО «Чай»', contragentType: 'legal-entity' },
  'cost-items': { group: 'delivery' },
};

describe('lists', () => {
  it.each(everyReference.map(({ path, key, container }) => [path, key, container] as const))(
    'gives %s as %s, a %s, whole',
    async (path, key, container) => {
      const { get } = await openAccount();
      const value = (await ok(get(`reference/${path}`)))[key];
      expect(Array.isArray(value)).toBe(container === 'list' || Object.keys(value as object).length === 0);
      if (container === 'map')
        for (const [code, item] of Object.entries(value as Row)) expect((item as Row)['code']).toBe(code);
    },
  );

  it('ship the standard statuses in their groups', async () => {
    const { get } = await openAccount();
    const { statusGroups } = (await ok(get('reference/status-groups'))) as { statusGroups: Record<string, Row> };
    expect(Object.entries(statusGroups).map(([code, { ordering, process }]) => [code, ordering, process])).toEqual([
      ['new', 10, false],
      ['approval', 20, true],
      ['assembling', 30, true],
      ['delivery', 40, true],
      ['complete', 50, false],
      ['cancel', 60, false],
    ]);
    expect(statusGroups['cancel']?.['statuses']).toEqual([
      'no-call',
      'no-product',
      'already-buyed',
      'delyvery-did-not-suit',
      'prices-did-not-suit',
      'cancel-other',
    ]);
  });
});

describe('edit', () => {
  it.each(upserted.map(({ path, field, key }) => [path, field!, key] as const))(
    'makes an item of %s when its code is new, then changes it',
    async (path, field, key) => {
      const { get, post } = await openAccount();
      const item = { name: 'Первый', ...needs[path] };
      expect((await post(`reference/${path}/mine/edit`, { [field]: item })).status).toBe(201);
      expect((await post(`reference/${path}/mine/edit`, { [field]: { active: false, name: 'Второй' } })).status).toBe(
        200,
      );
      const items = Object.values((await ok(get(`reference/${path}`)))[key] as Row) as Row[];
      const found = items.filter(({ code }) => code === 'mine');
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject(
        path === 'legal-entities' ? needs[path]! : { name: 'Второй', active: false, ...needs[path] },
      );
    },
  );

  it('keeps what is not sent, clears what is null, and passes over what it does not know', async () => {
    const { get, post } = await openAccount();
    await ok(
      post('reference/payment-types/sbp/edit', { paymentType: { name: 'СБП', description: 'По QR', colour: 'red' } }),
    );
    await ok(post('reference/payment-types/sbp/edit', { paymentType: { description: null } }));
    const { paymentTypes } = (await ok(get('reference/payment-types'))) as { paymentTypes: Record<string, Row> };
    expect(paymentTypes['sbp']).toEqual({
      name: 'СБП',
      code: 'sbp',
      active: true,
      defaultForCrm: false,
      defaultForApi: false,
      deliveryTypes: [],
      paymentStatuses: [],
      sites: [],
    });
  });

  it.each([
    ['a status without a group', 'statuses/mine', 'status', { name: 'Мой' }, 'group'],
    ['a status of an unknown group', 'statuses/mine', 'status', { name: 'Мой', group: 'nowhere' }, 'group'],
    ['a status without a name', 'statuses/mine', 'status', { group: 'new' }, 'name'],
    ['a place that is no number', 'statuses/new', 'status', { ordering: 'first' }, 'ordering'],
    ['a flag that is none', 'statuses/new', 'status', { active: 'perhaps' }, 'active'],
    [
      'a code in other letters',
      `statuses/${encodeURIComponent('мой')}`,
      'status',
      { name: 'Мой', group: 'new' },
      'code',
    ],
    ['a new site', 'sites/mine', 'site', { name: 'Мой' }, 'code'],
    ['a cost item of an unknown group', 'cost-items/mine', 'costItem', { name: 'Моя', group: 'x' }, 'group'],
  ])('refuses %s and names the member', async (_name, path, field, sent, member) => {
    const { get, post } = await openAccount();
    const before = await ok(get(`reference/${path.split('/')[0]!}`));
    expect(await post(`reference/${path}/edit`, { [field]: sent })).toMatchObject({
      status: 400,
      body: {
        success: false,
        errorMsg: 'Errors in the entity format',
        errors: { [member]: expect.any(String) as unknown },
      },
    });
    expect(await ok(get(`reference/${path.split('/')[0]!}`)), 'nothing was written').toEqual(before);
  });

  it('lets one item at most be the default', async () => {
    const { get, post } = await openAccount();
    await ok(post('reference/order-types/eshop-legal/edit', { orderType: { defaultForApi: true } }));
    const { orderTypes } = (await ok(get('reference/order-types'))) as { orderTypes: Record<string, Row> };
    expect(Object.values(orderTypes).map(({ code, defaultForApi }) => [code, defaultForApi])).toEqual([
      ['eshop-individual', false],
      ['eshop-legal', true],
    ]);
  });

  it('numbers couriers and currencies', async () => {
    const { get, post } = await openAccount();
    const { id } = await ok(
      post('reference/couriers/create', { courier: { firstName: 'Артур', phone: { number: '8800' } } }),
    );
    await ok(post(`reference/couriers/${String(id)}/edit`, { courier: { lastName: 'Ли' } }));
    expect(rows(await ok(get('reference/couriers')), 'couriers')).toEqual([
      { id, active: true, firstName: 'Артур', phone: { number: '8800' }, lastName: 'Ли' },
    ]);
    expect((await post('reference/couriers/77/edit', { courier: { lastName: 'Ли' } })).status).toBe(404);
    const second = await ok(post('reference/currencies/create', { currency: { code: 'USD' } }));
    expect(rows(await ok(get('reference/currencies')), 'currencies')).toMatchObject([
      { id: 1, code: 'RUB' },
      { id: second['id'], code: 'USD' },
    ]);
  });

  it.each(['status-groups/new', 'countries/RU', 'mg-channels/1'])(
    'offers none for %s, as on a real account',
    async (path) => {
      const { post } = await openAccount();
      expect(await post(`reference/${path}/edit`, { statusGroup: { name: 'x' } })).toMatchObject({
        status: 404,
        body: { errorMsg: 'API method not found' },
      });
    },
  );
});

describe('status groups', () => {
  it('can be written beside the API, which the automation API announces', async () => {
    const { get, post, server } = await openAccount();
    const info = await fetch(`${server.url}/automation/v1`, { headers: { 'x-api-key': runnerKey } });
    expect(await info.json()).toMatchObject({ capabilities: { statusGroups: true } });
    const statusGroup = { name: 'Недозвон', ordering: 25, process: true };
    expect((await post('/automation/v1/status-groups/no-answer/edit', { statusGroup })).status).toBe(201);
    expect((await post('/automation/v1/status-groups/no-answer/edit', { statusGroup: { ordering: 26 } })).status).toBe(
      200,
    );
    await ok(post('reference/statuses/no-answer-1/edit', { status: { name: 'Недозвон 1', group: 'no-answer' } }));
    const { statusGroups } = (await ok(get('reference/status-groups'))) as { statusGroups: Record<string, Row> };
    expect(statusGroups['no-answer']).toEqual({
      code: 'no-answer',
      active: true,
      ...statusGroup,
      ordering: 26,
      statuses: ['no-answer-1'],
    });
    expect(await post('/automation/v1/status-groups/other/edit', { statusGroup: {} })).toMatchObject({
      status: 400,
      body: { errors: { name: expect.any(String) as unknown } },
    });
  });

  it('asks for the key there, too', async () => {
    const { post } = await openAccount();
    expect((await post('/automation/v1/status-groups/x/edit', { statusGroup: { name: 'x' } }, '')).status).toBe(401);
  });
});
