import { describe, expect, test } from 'vitest';
import { messengerTemplate } from '../../../src/vocabulary/kinds/remote/messengerTemplate.js';

const path = 'reference/mg-channels/templates/edit';

const row = {
  id: 12,
  externalId: 3,
  channel: { id: 1, externalId: 1, type: 'whatsapp', active: true, name: 'WhatsApp' },
  code: 'shop#ready#ru',
  name: 'ready',
  active: true,
  namespace: 'shop',
  lang: 'ru',
  category: 'UTILITY',
  template: ['Заказ ', {}, ' готов'],
  templateExample: [],
  header: null,
  footer: '',
  buttons: [],
  verificationStatus: 'APPROVED',
};
const spec = {
  code: 'shop#ready#ru',
  id: 12,
  active: true,
  verificationStatus: 'APPROVED',
  name: 'ready',
  mgChannelId: 1,
  lang: 'ru',
  category: 'UTILITY',
  namespace: 'shop',
  template: ['Заказ ', { var: 'custom' }, ' готов'],
};
const [body] = messengerTemplate.write(undefined, spec).map((call) => call.body);

test('is read without what is empty, with its channel and its places by name', () => {
  expect(messengerTemplate.decode([[row]])).toEqual([{ identity: 'shop#ready#ru', spec }]);
});

test('one that the CRM gives without a code is called by its name', () => {
  const bare = { id: 12, externalId: 0, channel: { id: 1 }, name: 'ready' };
  expect(messengerTemplate.decode([[bare]])).toEqual([
    { identity: 'ready', spec: { code: 'ready', id: 12, name: 'ready', mgChannelId: 1 } },
  ]);
});

test('is written whole, so that what left the project leaves the CRM; the messenger’s word is not written', () => {
  const { id: _, verificationStatus: __, ...wanted } = spec;
  const empty = { templateExample: [], header: null, footer: '', buttons: [] };
  expect(messengerTemplate.write(undefined, wanted)).toEqual([
    { method: 'POST', path, body: { templates: [{ ...empty, ...wanted }], removed: [] } },
  ]);
  expect(body).toEqual({ templates: [{ ...empty, ...wanted }], removed: [] });
});

test('a known one is written by its id; the same is not written; one that left is switched off', () => {
  const footed = { ...spec, footer: 'Магазин' };
  expect(messengerTemplate.write(spec, footed)[0]?.body).toMatchObject({ templates: [{ id: 12, footer: 'Магазин' }] });
  expect(messengerTemplate.write(footed, spec)[0]?.body).toMatchObject({ templates: [{ id: 12, footer: '' }] });
  expect(messengerTemplate.write(spec, { ...spec })).toEqual([]);
  expect(messengerTemplate.write(spec, undefined)[0]?.body).toMatchObject({ templates: [{ id: 12, active: false }] });
});

test('of the same code in several channels the project’s is that of the channel which it names, else the first', () => {
  const other = { identity: 'shop#ready#ru', spec: { ...spec, id: 13, mgChannelId: 2 } };
  const first = { identity: 'shop#ready#ru', spec };
  const arranged = (mgChannelId: number) =>
    messengerTemplate.arrange?.([first, other], [{ code: 'shop#ready#ru', mgChannelId }]);
  expect(arranged(2)).toEqual([other]);
  expect(arranged(1)).toEqual([first]);
  expect(arranged(3)).toEqual([first]);
});

describe('approval', () => {
  test.each([
    ['PENDING', 'the messenger has not approved it: PENDING'],
    ['REJECTED', 'the messenger has not approved it: REJECTED'],
    [undefined, 'the messenger has not approved it: no word of it yet'],
    ['APPROVED', undefined],
  ])('%s', (verificationStatus, awaits) => {
    const held = { ...spec, verificationStatus };
    expect(messengerTemplate.awaits?.(held, held)).toBe(awaits);
  });

  test('is asked for anew by what the messenger sees, not by its examples and not by `active`', () => {
    const anew = 'the messenger has to approve it first: until then nothing is sent by it';
    expect(messengerTemplate.awaits?.(undefined, spec)).toBe(anew);
    expect(messengerTemplate.awaits?.(spec, { ...spec, template: ['Готово'] })).toBe(anew);
    expect(messengerTemplate.awaits?.(spec, { ...spec, templateExample: ['A-1'] })).toBeUndefined();
    expect(messengerTemplate.awaits?.({ ...spec, active: false }, spec)).toBeUndefined();
  });

  test('nobody waits for one that is switched off', () => {
    const off = { ...spec, active: false };
    expect(messengerTemplate.awaits?.(undefined, off)).toBeUndefined();
  });
});
