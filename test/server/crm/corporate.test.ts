import { describe, expect, it } from 'vitest';
import { seedCrm } from '../../../src/server/crm/seed.js';
import { openAccount, openSharedAccount, ok, rows, type Account, type Row } from './account.js';
import { holdToRecorded } from './recorded.js';

const base = 'customers-corporate';

/** Two people, and a firm with an address, a company and one of the people as its contact. */
async function openFirm(open: () => Promise<Account>): Promise<Account> {
  const account = await open();
  seedCrm(account.server.crm.store, {
    customers: [
      { externalId: 'anna', firstName: 'Анна', lastName: 'Ким', email: 'anna@shop.example' },
      { externalId: 'boris' },
    ],
  });
  const customerCorporate = {
    externalId: 'firm',
    nickName: 'Ромашка',
    managerId: 1,
    addresses: [{ name: 'Склад', externalId: 'store', text: 'Тула, Мира 1', city: 'Тула' }],
    companies: [
      {
        name: 'ООО Ромашка',
        externalId: 'ltd',
        brand: 'R',
        contragent: { INN: '7701' },
        address: { externalId: 'store' },
      },
    ],
    customerContacts: [{ customer: { externalId: 'anna' }, companies: [{ company: { externalId: 'ltd' } }] }],
  };
  const made = await account.post(`${base}/create`, { customerCorporate });
  expect(made).toMatchObject({ status: 201, body: { id: 1 } });
  return account;
}

const firm = async ({ get }: Account, path = 'firm'): Promise<Row> =>
  (await ok(get(`${base}/${path}`)))['customerCorporate'] as Row;
const list = async ({ get }: Account, path: string, key: string): Promise<Row[]> =>
  rows(await ok(get(`${base}/${path}`)), key);
const history = async ({ get }: Account): Promise<unknown[]> =>
  rows(await ok(get(`${base}/history`)), 'history').map(({ field, newValue }) => [field, newValue]);

describe('a corporate customer', () => {
  it('is made with its parts, the first of each is the main one', async () => {
    const account = await openFirm(openAccount);
    expect(await firm(account)).toMatchObject({
      type: 'customer_corporate',
      id: 1,
      nickName: 'Ромашка',
      mainAddress: { id: 1, externalId: 'store', name: 'Склад' },
      mainCompany: { id: 1, externalId: 'ltd', name: 'ООО Ромашка' },
      mainCustomerContact: { id: 1, customer: { id: 1 }, companies: [{ id: 1, company: { name: 'ООО Ромашка' } }] },
    });
    expect(await history(account)).toEqual([
      ['id', 1],
      ['address', { id: 1 }],
      ['company', { id: 1 }],
      ['contact', { id: 1 }],
    ]);
    expect(await list(account, 'firm/companies', 'companies')).toMatchObject([
      { isMain: true, contragent: { contragentType: 'legal-entity', INN: '7701' }, address: { id: 1, city: 'Тула' } },
    ]);
  });

  it('is changed, and its history says what', async () => {
    const account = await openFirm(openAccount);
    await ok(
      account.post(`${base}/firm/edit`, { customerCorporate: { nickName: 'Лютик', vip: true, addTags: ['опт'] } }),
    );
    await ok(account.post(`${base}/1/edit`, { by: 'id', customerCorporate: { nickName: 'Лютик' } }));
    expect((await history(account)).slice(4)).toEqual([
      ['nick_name', 'Лютик'],
      ['vip', true],
      ['tags', 'опт'],
    ]);
    expect(await firm(account)).toMatchObject({ nickName: 'Лютик', vip: true, tags: [{ name: 'опт' }] });
    expect((await account.post(`${base}/firm/edit`, { customerCorporate: { nickName: '' } })).status).toBe(400);
    expect((await account.post(`${base}/none/edit`, { customerCorporate: {} })).status).toBe(404);
  });

  it.each([
    { externalId: 'no-name' },
    { nickName: 'x', externalId: 'firm' },
    { nickName: 'x', customerContacts: [{ customer: { id: 9 } }] },
    { nickName: 'x', companies: [{ brand: 'x' }] },
    { nickName: 'x', customFields: { unknown: 1 } },
  ])('is refused whole as %j', async (customerCorporate) => {
    const account = await openFirm(openAccount);
    expect((await account.post(`${base}/create`, { customerCorporate })).status).toBe(400);
    expect(await list(account, '', 'customersCorporate')).toHaveLength(1);
  });

  it('is found by what it and its parts say', async () => {
    const account = await openFirm(openAccount);
    await ok(account.post(`${base}/create`, { customerCorporate: { nickName: 'Другая' } }));
    const ids = async (query: string): Promise<unknown[]> =>
      rows(await ok(account.get(base, query)), 'customersCorporate').map(({ id }) => id);
    for (const query of [
      'nickName][]=Ромашка',
      'name]=ромаш',
      'contactName]=ким',
      'contactIds][]=1',
      'email]=anna',
      'city]=тула',
      'companyName]=ооо',
      'contragentInn]=7701',
      'managers][]=1',
      'externalIds][]=firm',
    ]) {
      expect(await ids(`filter[${query}`), query).toEqual([1]);
    }
    expect(await ids('filter[minOrdersCount]=1')).toEqual([]);
    expect((await account.get(base, 'filter[colour]=red')).status).toBe(400);
  });

  it('comes in batches, of which each row is taken or refused by itself', async () => {
    const account = await openFirm(openAccount);
    const customersCorporate = [
      { nickName: 'A', externalId: 'a' },
      { externalId: 'b' },
      { nickName: 'C', externalId: 'firm' },
    ];
    const { status, body } = await account.post(`${base}/upload`, { customersCorporate });
    expect(status).toBe(460);
    expect(body).toMatchObject({
      success: false,
      uploadedCustomers: [{ id: 2, externalId: 'a' }],
      failedCustomers: [{ externalId: 'b' }, { externalId: 'firm' }],
    });
    await ok(account.post(`${base}/fix-external-ids`, { customersCorporate: [{ id: 2, externalId: 'aa' }] }));
    expect(await firm(account, 'aa')).toMatchObject({ id: 2 });
  });
});

describe('parts of a corporate customer', () => {
  it('have one main one among them', async () => {
    const account = await openFirm(openAccount);
    const { post } = account;
    await ok(post(`${base}/firm/companies/create`, { company: { name: 'ИП Ким', externalId: 'sole', isMain: true } }));
    expect(await firm(account)).toHaveProperty('mainCompany.name', 'ИП Ким');
    await ok(post(`${base}/firm/companies/ltd/edit`, { company: { isMain: true } }));
    await ok(post(`${base}/firm/companies/1/edit`, { entityBy: 'id', company: { isMain: false, name: 'АО Ромашка' } }));
    expect((await list(account, 'firm/companies', 'companies')).map(({ name, isMain }) => [name, isMain])).toEqual([
      ['АО Ромашка', true],
      ['ИП Ким', false],
    ]);
    expect((await history(account)).filter((row) => (row as [string])[0] === 'main_company')).toEqual([
      ['main_company', { id: 2 }],
      ['main_company', { id: 1 }],
    ]);
    expect((await post(`${base}/firm/companies/none/edit`, { company: {} })).status).toBe(404);
    expect((await post(`${base}/firm/companies/create`, { company: { name: 'x', externalId: 'ltd' } })).status).toBe(
      400,
    );
  });

  it('name people once, by the customers that they are', async () => {
    const account = await openFirm(openAccount);
    const { post } = account;
    const contact = { customer: { externalId: 'boris' }, companies: [{ id: 1 }] };
    await ok(post(`${base}/firm/contacts/create`, { contact }));
    expect((await post(`${base}/firm/contacts/create`, { contact })).status).toBe(400);
    expect((await post(`${base}/firm/contacts/create`, { contact: {} })).status).toBe(400);
    expect(await ok(post(`${base}/firm/contacts/boris/edit`, { contact: { isMain: true } }))).toEqual({
      success: true,
      id: 2,
    });
    expect(
      (await list(account, 'firm/contacts', 'contacts')).map(({ isMain, customer }) => [isMain, customer]),
    ).toEqual([
      [false, { id: 1, externalId: 'anna', site: 'main' }],
      [true, { id: 2, externalId: 'boris', site: 'main' }],
    ]);
  });

  it('go to the customer that it is merged into, who keeps its own main ones', async () => {
    const account = await openFirm(openAccount);
    const { get, post } = account;
    const companies = [{ name: 'Вторая' }];
    const addresses = [{ name: 'Офис' }];
    await ok(
      post(`${base}/create`, { customerCorporate: { nickName: 'Пион', externalId: 'b', companies, addresses } }),
    );
    await ok(post(`${base}/notes/create`, { note: { text: 'звонить утром', customer: { externalId: 'b' } } }));
    await ok(post(`${base}/combine`, { customers: [{ externalId: 'b' }], resultCustomer: { externalId: 'firm' } }));
    expect((await get(`${base}/b`)).status).toBe(404);
    expect((await list(account, 'firm/companies', 'companies')).map(({ isMain }) => isMain)).toEqual([true, false]);
    expect(await list(account, 'firm/addresses', 'addresses')).toHaveLength(2);
    expect(rows(await ok(get(`${base}/notes`)), 'notes')).toMatchObject([
      { customer: { id: 1, type: 'customer_corporate' } },
    ]);
    const last = rows(await ok(get(`${base}/history`, 'filter[customerId]=2')), 'history').at(-1);
    expect(last).toMatchObject({ field: 'id', deleted: true, combinedTo: { id: 1 } });
    await ok(post(`${base}/notes/1/delete`));
    expect(rows(await ok(get(`${base}/notes`)), 'notes')).toEqual([]);
  });
});

holdToRecorded(
  [
    { file: 'CustomersCorporate/list', get: base, dictionaries: ['customersCorporate.*.customFields'] },
    { file: 'CustomersCorporate/customersGet', get: `${base}/firm`, dictionaries: ['customerCorporate.customFields'] },
    { file: 'CustomersCorporate/create', post: `${base}/create`, body: { customerCorporate: { nickName: 'x' } } },
    { file: 'CustomersCorporate/edit', post: `${base}/firm/edit`, body: { customerCorporate: { vip: true } } },
    { file: 'CustomersCorporate/addresses', get: `${base}/firm/addresses` },
    {
      file: 'CustomersCorporate/addressesCreate',
      post: `${base}/firm/addresses/create`,
      body: { address: { text: 'x' } },
    },
    {
      file: 'CustomersCorporate/addressesEdit',
      post: `${base}/firm/addresses/store/edit`,
      body: { address: { text: 'y' } },
    },
    { file: 'CustomersCorporate/companies', get: `${base}/firm/companies` },
    {
      file: 'CustomersCorporate/companiesCreate',
      post: `${base}/firm/companies/create`,
      body: { company: { name: 'x' } },
    },
    {
      file: 'CustomersCorporate/companiesEdit',
      post: `${base}/firm/companies/ltd/edit`,
      body: { company: { brand: 'y' } },
    },
    { file: 'CustomersCorporate/contacts', get: `${base}/firm/contacts` },
    {
      file: 'CustomersCorporate/contactsCreate',
      post: `${base}/firm/contacts/create`,
      body: { contact: { customer: { externalId: 'boris' } } },
    },
    {
      file: 'CustomersCorporate/contactsEdit',
      post: `${base}/firm/contacts/boris/edit`,
      body: { contact: { isMain: true } },
    },
    {
      file: 'CustomersCorporate/customersNotesCreate',
      post: `${base}/notes/create`,
      body: { note: { text: 'x', customer: { externalId: 'firm' } } },
    },
    { file: 'CustomersCorporate/customersNotes', get: `${base}/notes` },
    { file: 'CustomersCorporate/customersNotesDelete', post: `${base}/notes/1/delete` },
    {
      file: 'CustomersCorporate/customersFixExternalIds',
      post: `${base}/fix-external-ids`,
      body: { customersCorporate: [] },
    },
    {
      file: 'CustomersCorporate/upload',
      post: `${base}/upload`,
      body: { customersCorporate: [{ nickName: 'x', externalId: 'x' }] },
    },
    {
      file: 'CustomersCorporate/combine',
      post: `${base}/combine`,
      body: { customers: [{ externalId: 'x' }], resultCustomer: { externalId: 'firm' } },
    },
  ],
  () => openFirm(openSharedAccount),
);
