import { expect, test } from 'vitest';
import { openLiveShop } from './liveShop.js';

const version = (text: string, more = ''): string => `kind: Trigger
code: later
name: Later
on: {event: order.created}
${more}do:
  - {id: pause, wait: 2h}
  - {id: call, task: {text: "${text} {{ order.number }}"}}
`;

async function changedWhileOneWaits(more: string): Promise<readonly unknown[]> {
  const shop = await openLiveShop(version('old'));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  shop.pass('1h');
  await shop.apply(version('new', more));
  await shop.order({ number: 'A-2' });
  await shop.runDone();
  shop.pass('3h');
  await shop.runDone();
  return (await shop.tasks()).map(({ text }) => text);
}

test('an instance that waits finishes on the revision that it began on (pin)', async () => {
  expect(await changedWhileOneWaits('')).toEqual(['old A-1', 'new A-2']);
});

test('or goes on with the new one (follow), or ends (cancel), as the trigger says', async () => {
  expect(await changedWhileOneWaits('inFlight: follow\n')).toEqual(['new A-1', 'new A-2']);
  expect(await changedWhileOneWaits('inFlight: cancel\n')).toEqual(['new A-2']);
});

test('a trigger that is taken away lets those that wait finish', async () => {
  const shop = await openLiveShop(version('old'));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  await shop.automation.remove('triggers', 'later');
  await shop.order({ number: 'A-2' });
  shop.pass('3h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old A-1']);
});
