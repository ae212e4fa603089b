import { expect, test } from 'vitest';
import type { Delivery, Message, Transport } from '../../src/channels/channel.js';
import type { Effect } from '../../src/model/effect.js';
import { carryOutByChannel } from '../../src/run/outbox/viaChannel.js';

/** What leaves for a transport that takes everything. */
async function leaving(data: Record<string, unknown>): Promise<Message> {
  const taken: Message[] = [];
  const transport: Transport = {
    send: (message) => {
      taken.push(message);
      return Promise.resolve({ outcome: 'sent' });
    },
    close: () => Promise.resolve(),
  };
  await carryOutByChannel(transport, { id: 'effect-1', at: 0, data } as unknown as Effect, false);
  return taken[0]!;
}

test('a letter with HTML alone gets its plain part from it', async () => {
  const html = '<p>Заказ принят, <a href="https://shop.example/1">посмотреть</a></p>';
  expect(await leaving({ to: 'a@b.example', html })).toMatchObject({
    html,
    body: 'Заказ принят, посмотреть: https://shop.example/1',
  });
});

test('a letter with both keeps both', async () => {
  expect(await leaving({ to: 'a@b.example', html: '<p>Один</p>', body: 'Другой' })).toMatchObject({
    html: '<p>Один</p>',
    body: 'Другой',
  });
});

test.each<[string, Delivery, boolean, object]>([
  [
    'not sent: as late as it asks, and the others with it',
    { outcome: 'not-sent', error: 'busy', down: true, retryAfter: 7000 },
    false,
    { ended: 'retry', error: 'busy', uncertain: false, down: true, after: 7000 },
  ],
  [
    'not sent: this one alone',
    { outcome: 'not-sent', error: 'not now' },
    false,
    { ended: 'retry', error: 'not now', uncertain: false },
  ],
  ['no such address', { outcome: 'refused', error: 'who?', noSuchAddress: true }, false, { ended: 'bounced' }],
  ['refused', { outcome: 'refused', error: 'spam' }, false, { ended: 'failed' }],
  ['nobody knows', { outcome: 'unknown', error: 'silence' }, false, { ended: 'unknown' }],
  [
    'nobody knows, and twice does no harm',
    { outcome: 'unknown', error: 'silence' },
    true,
    { ended: 'retry', uncertain: true },
  ],
])('what a delivery means: %s', async (_what, delivery, resend, attempt) => {
  const transport: Transport = { send: () => Promise.resolve(delivery), close: () => Promise.resolve() };
  const effect = { id: 'effect-1', at: 0, data: { to: 'a@b.example', body: 'Hi' } } as unknown as Effect;
  const ended = await carryOutByChannel(transport, effect, resend);
  expect(ended).toMatchObject(attempt);
  expect('down' in ended).toBe('down' in attempt);
});
