import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CrmError } from '../../src/crm/errors.js';
import { openLiveShop, type LiveShop, type Row } from './liveShop.js';

const approved = `kind: MessengerTemplate
code: shop#order_ready#ru
name: order_ready
namespace: shop
mgChannelId: 1
lang: ru
category: UTILITY
header: {text: {parts: ["Заказ ", {var: custom}]}}
template: ["Здравствуйте, ", {var: first_name}, "! К оплате ", {var: custom}, " ₽."]
buttons: [{type: URL, text: Открыть, url: "https://shop.example/orders/{{1}}"}]
`;

const shopOf = (gateway: string) => `${approved}---
kind: Template
code: order-ready
for: order
channels:
  messenger:
    approved: shop#order_ready#ru
    args: ["{{ order.number }}", "{{ order.totalSumm }}", "{{ order.id }}"]
  sms: {body: "Заказ {{ order.number }}"}
---
kind: Channel
code: whatsapp
type: messenger
url: ${gateway}
body:
  to: "{{ message.to }}"
  text: "{{ message.text }}"
  template: =message.template.name
  language: =message.template.lang
  header: =message.template.header
  parameters: '=message.template.args.map(each, {"type": "text", "text": each})'
  buttons: =message.template.buttons
---
kind: Channel
code: sms
type: sms
url: ${gateway}
body: {to: "{{ message.to }}", sms: "{{ message.text }}"}
---
kind: Trigger
code: tell
on: {changed: order.status, to: delivering}
do: [{id: tell, send: {template: order-ready}}]
---
kind: Trigger
code: alarm
on: {event: template.moderated, where: event.template.verificationStatus == "REJECTED"}
do: [{id: alarm, task: {text: "{{ template.code }}", to: user/boss@shop.example}}]
`;

/** A gateway that takes every message, and what it was given. */
async function openGateway(): Promise<{ readonly url: string; readonly taken: Row[] }> {
  const taken: Row[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      taken.push(JSON.parse(text) as Row);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, taken };
}

/** What a transport module does when the messenger has decided. */
const report = (shop: LiveShop, verificationStatus: string) =>
  shop.people.call({
    method: 'POST',
    path: 'reference/mg-channels/templates/edit',
    body: { templates: [{ mgChannelId: 1, code: 'shop#order_ready#ru', verificationStatus }], removed: [] },
  });

async function openShop(): Promise<{ shop: LiveShop; taken: Row[]; order: number }> {
  const { url, taken } = await openGateway();
  const shop = await openLiveShop(shopOf(url));
  const customer = await shop.customer({ phones: [{ number: '+79990000001' }] });
  const order = await shop.order({ number: 'A-17', customer: { id: customer } });
  await shop.runDone();
  return { shop, taken, order };
}

describe('a message by an approved text', () => {
  test('goes to the gateway with its code, its values in their places, and the whole text', async () => {
    const { shop, taken, order } = await openShop();
    await shop.change(order, { status: 'delivering' });
    await shop.runDone();
    expect(taken).toEqual([
      {
        to: '+79990000001',
        text: 'Здравствуйте, Анна! К оплате 0 ₽.',
        template: 'order_ready',
        language: 'ru',
        header: ['A-17'],
        parameters: [
          { type: 'text', text: 'Анна' },
          { type: 'text', text: '0' },
        ],
        buttons: [String(order)],
      },
    ]);
  });

  test.each(['PENDING', 'REJECTED'])(
    'does not go while the messenger says %s: the next channel takes it',
    async (said) => {
      const { shop, taken, order } = await openShop();
      await report(shop, said);
      await shop.change(order, { status: 'delivering' });
      await shop.runDone();
      expect(taken).toEqual([{ to: '+79990000001', sms: 'Заказ A-17' }]);
      await report(shop, 'APPROVED');
      await shop.change(order, { status: 'new' });
      await shop.change(order, { status: 'delivering' });
      await shop.runDone();
      expect(taken[1]).toMatchObject({ template: 'order_ready' });
    },
  );
});

test('the messenger’s word is an event, once', async () => {
  const { shop } = await openShop();
  await report(shop, 'REJECTED');
  await shop.runDone();
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['shop#order_ready#ru']);
});

test('without another channel it is skipped, with the reason', async () => {
  const { shop, taken, order } = await openShop();
  await shop.apply(`${shopOf('http://127.0.0.1:9/none').replace(/ {2}sms: \{body.*\n/, '')}`);
  await report(shop, 'PENDING');
  await shop.change(order, { status: 'delivering' });
  await shop.runDone();
  expect(taken).toEqual([]);
  const effects = shop
    .rows<{ document: string }>('SELECT document FROM outbox')
    .map(({ document }) => JSON.parse(document) as Row)
    .filter(({ type }) => type === 'send');
  expect(effects).toMatchObject([{ outcome: 'skipped', reason: 'not-approved' }]);
});

test('one that is missing in the CRM, or switched off there, is not approved', async () => {
  const { shop, taken, order } = await openShop();
  const templates = [{ id: 1, active: false }];
  const path = 'reference/mg-channels/templates/edit';
  await shop.people.call({ method: 'POST', path, body: { templates, removed: [] } });
  await shop.change(order, { status: 'delivering' });
  await shop.runDone();
  expect(taken).toEqual([{ to: '+79990000001', sms: 'Заказ A-17' }]);
  await shop.people.call({ method: 'POST', path, body: { templates: [], removed: [1] } });
  await shop.change(order, { status: 'new' });
  await shop.change(order, { status: 'delivering' });
  await shop.runDone();
  expect(taken[1]).toEqual({ to: '+79990000001', sms: 'Заказ A-17' });
});

test('a key that may not ask leaves it to the gateway; a CRM that fails ends the pass', async () => {
  const { shop, taken, order } = await openShop();
  await shop.change(order, { status: 'delivering' });
  const failing = (reason: 'auth' | 'server'): LiveShop['crm'] => ({
    ...shop.crm,
    list: (call, ...more) =>
      call.path.endsWith('templates') ? Promise.reject(new CrmError('no', { reason })) : shop.crm.list(call, ...more),
  });
  await expect(shop.run({ crm: failing('server') })).rejects.toThrow('no');
  await shop.runDone({ crm: failing('auth') });
  expect(taken).toMatchObject([{ template: 'order_ready' }]);
});
