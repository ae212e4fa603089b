import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/model/effect.js';
import { order, tell, trigger } from '../harness.js';

const text = (code: string, lang: string, more = '') =>
  `kind: MessengerTemplate\ncode: ${code}\nname: ${code}\nmgChannelId: 1\nlang: ${lang}\n${more}`;

const ready = text(
  'ready',
  'ru',
  `namespace: shop
header: {text: {parts: ["Заказ ", {var: custom}]}}
template: [{var: name}, ", к оплате ", {var: custom}, " ₽"]
buttons:
  - {type: QUICK_REPLY, text: Да}
  - {type: URL, text: Открыть, url: "https://shop.example/{{1}}?from=chat"}`,
);
const readyEn = text(
  'ready_en',
  'en',
  'template: ["Order ", {var: custom}, ": ", {var: custom}, " RUB, ", {var: custom}]',
);
const photo = text('photo', 'ru', 'header: {image: {example: "https://shop.example/a.png"}}\ntemplate: [Смотрите]');

const template = `kind: Template
code: order-ready
for: order
channels:
  messenger: {approved: ready, args: ["{{ order.number }}", "{{ order.totalSumm }}", "{{ order.id }}"]}
  sms: {body: "Заказ {{ order.number }}"}
locales: {en: {messenger: {approved: ready_en}}}`;

const messenger = 'kind: Channel\ncode: whatsapp\ntype: messenger\nurl: https://gateway.example';
const send = (spec = '{template: order-ready}') =>
  trigger(`on: {event: order.created}\nkey: order.id\ndo: [{id: tell, send: ${spec}}]`);
const story = (...more: string[]) =>
  tell(ready, readyEn, photo, template, messenger, ...(more.length > 0 ? more : [send()]));

const anna = { id: 7, firstName: 'Анна', lastName: 'Иванова', phones: [{ number: '+79990000001' }] };
const sent = (customer: object, ...more: string[]): Effect => {
  const made = story(...more).at('2026-03-02 12:00', 'order.created', order(1, { customer, totalSumm: 900 }));
  return made.effects[0]!;
};

describe('a message by an approved text', () => {
  test('has the whole text, and the values as they stand in header, text and addresses of buttons', () => {
    expect(sent(anna)).toMatchObject({
      outcome: 'done',
      channel: 'whatsapp',
      data: {
        to: '+79990000001',
        body: 'Анна Иванова, к оплате 900 ₽',
        approved: {
          ...{ code: 'ready', name: 'ready', lang: 'ru', namespace: 'shop' },
          ...{ header: ['A-1'], args: ['Анна Иванова', '900'], buttons: ['1'] },
        },
      },
    });
  });

  test('is in the language of the customer; values that it does not give itself are those of the shop’s language', () => {
    const { data } = sent({ ...anna, locale: 'en' });
    expect(data).toMatchObject({
      locale: 'en',
      body: 'Order A-1: 900 RUB, 1',
      approved: { code: 'ready_en', lang: 'en' },
    });
  });

  test('without a name that it wants is not sent', () => {
    expect(sent({ id: 7, phones: anna.phones })).toMatchObject({
      outcome: 'skipped',
      reason: 'missing-value',
      data: { missing: 'customer.firstName' },
    });
  });

  test('shows in its header what the template says, else the example', () => {
    const by = (media: string) =>
      sent(
        anna,
        `kind: Template\ncode: look\nfor: order\nchannel: messenger\napproved: photo\n${media}`,
        send('{template: look}'),
      ).data['approved'];
    expect(by('')).toMatchObject({ media: 'https://shop.example/a.png' });
    expect(by('media: "https://shop.example/{{ order.id }}.png"')).toMatchObject({
      media: 'https://shop.example/1.png',
    });
  });
});

describe('what a messenger did not approve', () => {
  const after = (statuses: readonly object[], customer: object = anna, ...more: string[]) =>
    statuses
      .reduce<ReturnType<typeof tell>>(
        (told, moderated, index) =>
          told.at(`2026-03-02 1${index}:00`, 'template.moderated', { template: { code: 'ready', ...moderated } }),
        story(...more),
      )
      .at('2026-03-02 20:00', 'order.created', order(1, { customer }))
      .effects.map(({ channel, outcome, reason }) => (outcome === 'done' ? channel : reason))[0];

  test('does not go; the next channel is asked', () => {
    const only = send('{template: order-ready, via: [whatsapp]}');
    expect(after([{ verificationStatus: 'REJECTED' }])).toBe('sms');
    expect(after([{ verificationStatus: 'PENDING' }], anna, only)).toBe('not-approved');
    expect(after([{}], anna, only)).toBe('not-approved');
    expect(after([{ active: false, verificationStatus: 'APPROVED' }], anna, only)).toBe('not-approved');
  });

  test('is asked about in the language in which it would go', () => {
    expect(after([{ verificationStatus: 'REJECTED' }], { ...anna, locale: 'en' })).toBe('whatsapp');
  });

  test('goes again once it is approved', () => {
    expect(after([{ verificationStatus: 'REJECTED' }, { verificationStatus: 'APPROVED' }])).toBe('whatsapp');
  });
});
