import { expect, test } from 'vitest';
import { openLiveShop } from './liveShop.js';
import { openPostOffice, thanksByMail, type Reception } from './postOffice.js';

const notNow: Reception = { code: 421, at: 'recipient' };

/** A letter about an order, in a shop whose post office does this at first. */
async function shopWithLetter(more: string, ...receptions: readonly Reception[]) {
  const office = await openPostOffice();
  office.receive(...receptions);
  const mail = thanksByMail(office.port).replace('from: shop@example.com\n', `from: shop@example.com\n${more}`);
  const shop = await openLiveShop(
    `${mail}kind: Trigger\ncode: thanks\nname: Thanks\non: {event: order.created}\ndo:\n  - {id: tell, send: {template: thanks}}\n`,
  );
  await shop.order({ number: 'A-1', customer: { id: await shop.customer({ email: 'anna@example.com' }) } });
  await shop.runDone();
  const stands = () => shop.rows<{ state: string; error: string | null }>('SELECT state, error FROM outbox');
  return { office, shop, stands };
}

test.each([
  ['who complained', 'message.complained', { message: { channel: 'email', to: 'anna@example.com' } }],
  ['whom an operator put on the list', 'suppression.added', { suppression: {} }],
])('a letter that waits for its server is not sent to %s meanwhile', async (_whom, type, data) => {
  const { office, shop, stands } = await shopWithLetter('', notNow, 'accept');
  expect(stands()).toMatchObject([{ state: 'retry' }]);
  const time = new Date(shop.now()).toISOString();
  await shop.automation.sendEvents([{ id: 'c-1', source: 'mail', type, time, data: { ...data, customer: { id: 1 } } }]);
  shop.pass('1h');
  await shop.runDone();
  expect(stands()).toEqual([{ state: 'skipped', error: 'suppressed' }]);
  expect(office.letters).toEqual([]);
});

test('nor is it said to be skipped when it may have reached them before', async () => {
  const { office, shop, stands } = await shopWithLetter('resend: true\n', 'cut');
  const time = new Date(shop.now()).toISOString();
  const data = { suppression: {}, customer: { id: 1 } };
  await shop.automation.sendEvents([{ id: 'c-1', source: 'shop', type: 'suppression.added', time, data }]);
  shop.pass('1h');
  expect((await shop.runDone()).attention).toMatchObject([{ state: 'unknown', error: 'suppressed' }]);
  expect(stands()).toEqual([{ state: 'unknown', error: 'suppressed' }]);
  expect(office.letters).toHaveLength(1);
});

test('a letter that was being sent when the runner died goes once more where the Channel says so', async () => {
  const office = await openPostOffice();
  const mail = thanksByMail(office.port).replace('from: shop@example.com\n', 'from: shop@example.com\nresend: true\n');
  const shop = await openLiveShop(
    `${mail}kind: Trigger\ncode: thanks\nname: Thanks\non: {event: order.created}\ndo:\n  - {id: tell, send: {template: thanks}}\n`,
  );
  await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
  const clock = () => {
    if (office.letters.length > 0) throw new Error('the process is dead');
    return shop.now();
  };
  await expect(shop.run({ clock })).rejects.toThrow('the process is dead');
  expect(shop.rows('SELECT state FROM outbox')).toEqual([{ state: 'sending' }]);
  await shop.runDone();
  expect(shop.rows('SELECT state FROM outbox')).toEqual([{ state: 'done' }]);
  expect(office.letters).toHaveLength(2);
});

test('what may have gone out with an earlier attempt is unknown, however surely the last one did not', async () => {
  const { office, shop, stands } = await shopWithLetter('resend: true\n', 'cut', notNow);
  expect(stands()).toMatchObject([{ state: 'retry' }]);
  // To the moment in which it becomes too late: it is tried once more.
  shop.pass('24h');
  await shop.runDone();
  expect(stands()).toEqual([{ state: 'unknown', error: expect.stringContaining('late: ') }]);
  expect(office.letters).toHaveLength(1);
});
