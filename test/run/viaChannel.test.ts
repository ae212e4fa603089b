import { expect, test } from 'vitest';
import type { Message, Transport } from '../../src/channels/channel.js';
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
