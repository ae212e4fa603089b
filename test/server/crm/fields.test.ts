import { describe, expect, it } from 'vitest';
import { openAccount, ok, rows, type Row } from './account.js';

const callAt = { code: 'callAt', name: 'Когда перезвонить', type: 'date' };
const supplier = {
  code: 'supplier',
  name: 'Поставщик',
  elements: [
    { code: 'north', name: 'Север', ordering: 10 },
    { code: 'south', name: 'Юг' },
  ],
};

describe('custom fields', () => {
  it('are made, read, changed and listed', async () => {
    const { get, post } = await openAccount();
    expect(await post('custom-fields/order/create', { customField: callAt })).toMatchObject({
      status: 201,
      body: { code: 'callAt' },
    });
    await ok(
      post('custom-fields/order/callAt/edit', { customField: { name: 'Перезвонить', displayArea: 'delivery' } }),
    );
    const { customField } = (await ok(get('custom-fields/order/callAt'))) as { customField: Row };
    expect(customField).toMatchObject({
      ...callAt,
      name: 'Перезвонить',
      entity: 'order',
      displayArea: 'delivery',
      viewMode: 'editable',
    });
    expect(await ok(get('custom-fields'))).toMatchObject({
      pagination: { totalCount: 1 },
      customFields: [customField],
    });
  });

  it('are found by entity, type, name and code', async () => {
    const { get, post } = await openAccount();
    await ok(post('custom-fields/order/create', { customField: callAt }));
    await ok(post('custom-fields/customer/create', { customField: { code: 'shoe', name: 'Размер', type: 'integer' } }));
    const codes = async (query: string): Promise<unknown[]> =>
      rows(await ok(get('custom-fields', query)), 'customFields').map(({ code }) => code);
    expect(await codes('filter[entity]=customer')).toEqual(['shoe']);
    expect(await codes('filter[type][]=date&filter[type][]=text')).toEqual(['callAt']);
    expect(await codes('filter[name]=перезв')).toEqual(['callAt']);
    expect(await codes('filter[code]=SHOE')).toEqual(['shoe']);
    expect(await codes('filter[viewMode][]=miss')).toEqual([]);
    expect((await get('custom-fields', 'filter[colour]=red')).status).toBe(400);
  });

  it.each([
    ['twice', 'order', callAt, 'code'],
    ['of an unknown type', 'order', { code: 'x', name: 'x', type: 'money' }, 'type'],
    ['without a name', 'order', { code: 'x', type: 'text' }, 'name'],
    ['without a type', 'order', { code: 'x', name: 'x' }, 'type'],
    ['without a code', 'order', { name: 'x', type: 'text' }, 'code'],
    [
      'of a dictionary that is not there',
      'order',
      { code: 'x', name: 'x', type: 'dictionary', dictionary: 'no' },
      'dictionary',
    ],
    ['of a dictionary without one', 'order', { code: 'x', name: 'x', type: 'dictionary' }, 'dictionary'],
  ])('are refused %s', async (_name, entity, customField, member) => {
    const { post } = await openAccount();
    await ok(post('custom-fields/order/create', { customField: callAt }));
    expect(await post(`custom-fields/${entity}/create`, { customField })).toMatchObject({
      status: 400,
      body: { errors: { [member]: expect.any(String) as unknown } },
    });
  });

  it('keep their type, and belong to an entity that has fields', async () => {
    const { get, post } = await openAccount();
    await ok(post('custom-fields/order/create', { customField: callAt }));
    expect(await post('custom-fields/order/callAt/edit', { customField: { type: 'text' } })).toMatchObject({
      status: 400,
      body: { errors: { type: expect.any(String) as unknown } },
    });
    expect((await post('custom-fields/order/missing/edit', { customField: { name: 'x' } })).status).toBe(404);
    expect((await post('custom-fields/task/create', { customField: callAt })).status).toBe(404);
    expect((await get('custom-fields/customer/callAt')).status).toBe(404);
  });
});

describe('dictionaries', () => {
  it('are made, and their elements are those that were sent last', async () => {
    const { get, post } = await openAccount();
    expect(await post('custom-fields/dictionaries/create', { customDictionary: supplier })).toMatchObject({
      status: 201,
      body: { code: 'supplier' },
    });
    expect(await ok(get('custom-fields/dictionaries/supplier'))).toMatchObject({
      customDictionary: { ...supplier, elements: [supplier.elements[0], { code: 'south', name: 'Юг', ordering: 50 }] },
    });
    const elements = [{ code: 'east', name: 'Восток' }];
    await ok(post('custom-fields/dictionaries/supplier/edit', { customDictionary: { elements } }));
    expect(rows(await ok(get('custom-fields/dictionaries')), 'customDictionaries')).toMatchObject([
      { name: 'Поставщик', elements },
    ]);
  });

  it('refuse an element without a code, and a code twice', async () => {
    const { post } = await openAccount();
    const create = (elements: Row[]) =>
      post('custom-fields/dictionaries/create', { customDictionary: { ...supplier, elements } });
    expect(await create([{ name: 'Север' }])).toMatchObject({
      status: 400,
      body: { errors: { 'elements[0].code': expect.any(String) as unknown } },
    });
    const north = { code: 'north', name: 'Север' };
    expect(await create([north, north])).toMatchObject({
      status: 400,
      body: { errors: { 'elements[1].code': expect.any(String) as unknown } },
    });
    await ok(create([north]));
    expect((await create([north])).status, 'the code is taken').toBe(400);
  });
});

describe('values in an order', () => {
  const types: [type: string, right: unknown, kept: unknown, wrong: unknown][] = [
    ['boolean', '1', true, 'perhaps'],
    ['date', '2026-03-08', '2026-03-08', '08.03.2026'],
    ['datetime', '2026-03-08 10:00:00', '2026-03-08 10:00:00', 'soon'],
    ['integer', '42', 42, 4.2],
    ['numeric', '4.2', 4.2, 'four'],
    ['string', 'x', 'x', ['x']],
    ['text', 'x', 'x', { x: 1 }],
    ['email', 'a@b.example', 'a@b.example', ['x']],
    ['dictionary', 'north', 'north', 'west'],
    ['multiselect_dictionary', ['north', 'south'], ['north', 'south'], ['north', 'west']],
  ];

  it.each(types)('of type %s are read and checked', async (type, right, kept, wrong) => {
    const { post } = await openAccount();
    await ok(post('custom-fields/dictionaries/create', { customDictionary: supplier }));
    const dictionary = type.includes('dictionary') ? { dictionary: 'supplier' } : {};
    await ok(post('custom-fields/order/create', { customField: { code: 'f', name: 'f', type, ...dictionary } }));
    const { order } = (await ok(post('orders/create', { order: { customFields: { f: right } } }))) as { order: Row };
    expect(order['customFields']).toEqual({ f: kept });
    const refused = await post('orders/create', { order: { customFields: { f: wrong } } });
    expect(refused).toMatchObject({ status: 400 });
    expect(Object.keys(refused.body['errors'] as Row)[0]).toMatch(/^customFields\.f/);
    const cleared = (await ok(post('orders/1/edit', { by: 'id', order: { customFields: { f: null } } }))) as {
      order: Row;
    };
    expect(cleared.order['customFields']).toEqual([]);
  });

  it('start with the default of the field, and a box unticked', async () => {
    const { post } = await openAccount();
    await ok(post('custom-fields/order/create', { customField: { code: 'gift', name: 'Подарок', type: 'boolean' } }));
    await ok(
      post('custom-fields/order/create', {
        customField: { code: 'tries', name: 'Попытки', type: 'integer', default: 3 },
      }),
    );
    expect(await ok(post('orders/create', { order: {} }))).toMatchObject({
      order: { customFields: { gift: false, tries: 3 } },
    });
  });

  it('of a field that is not there are refused by name', async () => {
    const { post } = await openAccount();
    expect(await post('orders/create', { order: { customFields: { nope: 1 } } })).toMatchObject({
      status: 400,
      body: { errors: { 'customFields.nope': 'There is no custom field "nope".' } },
    });
  });
});
