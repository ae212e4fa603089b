import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCrm } from '../../../src/server/crm/open.js';
import { referenceItems, removeReference } from '../../../src/server/crm/references/items.js';
import { openAccount, ok, start, type Account, type Row } from './account.js';

const edit = 'reference/mg-channels/templates/edit';

const ready = {
  mgChannelId: 1,
  code: 'shop#order_ready#ru',
  name: 'order_ready',
  namespace: 'shop',
  lang: 'ru',
  category: 'UTILITY',
  template: ['Здравствуйте, ', { var: 'first_name' }, '! Заказ ', {}, ' ждёт вас.'],
  templateExample: ['Анна', 'A-17'],
  header: { text: { parts: ['Заказ ', { var: 'custom' }], example: ['A-17'] } },
  footer: 'Не отвечайте',
  buttons: [{ type: 'URL', text: 'Открыть', url: 'https://shop.example/{{1}}', example: ['https://shop.example/1'] }],
};

async function listed({ get }: Account, query = ''): Promise<readonly Row[]> {
  const body = await ok(get(`reference/mg-channels/templates${query}`));
  return body['templates'] as readonly Row[];
}

describe('templates of messengers', () => {
  it('are made, and read with their channel and every member as it was sent', async () => {
    const account = await openAccount();
    await ok(account.post(edit, { templates: [ready], removed: [] }));
    const { mgChannelId: _, ...members } = ready;
    expect(await listed(account)).toEqual([
      {
        ...members,
        id: 1,
        externalId: 0,
        active: true,
        // `{}` is short for a place of one's own.
        template: ['Здравствуйте, ', { var: 'first_name' }, '! Заказ ', { var: 'custom' }, ' ждёт вас.'],
        channel: { id: 1, externalId: 1, type: 'whatsapp', name: 'WhatsApp', active: true, allowedSendByPhone: true },
        verificationStatus: 'APPROVED',
      },
    ]);
  });

  it('are found again by id, or by code within the channel, and keep what is not sent', async () => {
    const account = await openAccount();
    await ok(account.post(edit, { templates: [ready] }));
    await ok(account.post(edit, { templates: [{ ...ready, mgChannelId: 2 }] }));
    await ok(account.post(edit, { templates: [{ mgChannelId: 2, code: ready.code, footer: 'Другое' }] }));
    await ok(account.post(edit, { templates: [{ id: 1, code: 'other', header: null }] }));
    const [first, second] = await listed(account);
    expect(first).toMatchObject({ id: 1, code: 'other', name: 'order_ready', footer: 'Не отвечайте' });
    expect(first).not.toHaveProperty('header');
    expect(second).toMatchObject({ id: 2, code: ready.code, footer: 'Другое', channel: { id: 2, type: 'viber' } });
  });

  it('are listed by channel and by page', async () => {
    const account = await openAccount();
    const many = Array.from({ length: 25 }, (_, index) => ({ ...ready, code: `t-${index}` }));
    await ok(account.post(edit, { templates: [...many, { ...ready, mgChannelId: 2 }] }));
    expect((await listed(account, '?channel_id=2')).map(({ code }) => code)).toEqual([ready.code]);
    expect(await listed(account, '?channel_id=1&page=2')).toHaveLength(5);
    const { pagination } = await ok(account.get('reference/mg-channels/templates?channel_id=1&limit=20'));
    expect(pagination).toEqual({ limit: 20, totalCount: 25, currentPage: 1, totalPageCount: 2 });
  });

  it('go by their ids', async () => {
    const account = await openAccount();
    await ok(account.post(edit, { templates: [ready, { ...ready, code: 'b' }, { ...ready, code: 'c' }] }));
    await ok(account.post(edit, { templates: [], removed: [1, 3] }));
    expect((await listed(account)).map(({ code }) => code)).toEqual(['b']);
  });

  it('one that is wrong is refused with its members, and nothing of the request is written', async () => {
    const account = await openAccount();
    const wrong = { ...ready, code: 'b', mgChannelId: 9, name: '', template: ['x', { var: 'surname' }] };
    const { status, body } = await account.post(edit, { templates: [ready, wrong] });
    expect(status).toBe(400);
    expect(body).toEqual({
      success: false,
      errorMsg: 'Errors in the entity format',
      errors: {
        'templates[1].mgChannelId': '"MGChannel" with id="9" does not exist.',
        'templates[1].name': 'This value should not be blank.',
        'templates[1].template[1].var': 'This value must be one of: custom, name, first_name, last_name.',
      },
    });
    expect(await listed(account)).toEqual([]);
  });
});

it('an account that was made before there were channels has them, too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-channels-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = () => openCrm({ file: join(folder, 'crm.sqlite'), now: () => start });
  const before = open();
  for (const code of ['whatsapp', 'viber']) removeReference(before.store, 'mg-channels', code);
  before.close();
  const after = open();
  expect(referenceItems(after.store, 'mg-channels').map(({ type }) => type)).toEqual(['whatsapp', 'viber']);
  after.close();
});

describe('moderation', () => {
  const statusOf = async (account: Account): Promise<unknown> => (await listed(account))[0]?.['verificationStatus'];

  it('is what a transport module reports; a template that nobody reports of is approved at once', async () => {
    const account = await openAccount();
    await ok(account.post(edit, { templates: [{ ...ready, verificationStatus: 'PENDING' }] }));
    expect(await statusOf(account)).toBe('PENDING');
    await ok(account.post(edit, { templates: [{ id: 1, verificationStatus: 'REJECTED' }] }));
    expect(await statusOf(account)).toBe('REJECTED');
    // The same again and `active` change nothing for the messenger.
    await ok(account.post(edit, { templates: [{ ...ready, active: false }] }));
    expect(await statusOf(account)).toBe('REJECTED');
    await ok(account.post(edit, { templates: [{ ...ready, footer: 'Другое' }] }));
    expect(await statusOf(account)).toBe('APPROVED');
  });
});
