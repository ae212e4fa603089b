import { expect, test } from 'vitest';
import { projectOf } from '../plan/scene.js';
import { openLiveShop, type LiveShop } from './liveShop.js';

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

test('what follows goes where `migrate` leads, and stays on its revision when that is nowhere', async () => {
  const renamed = version('new', 'inFlight: follow\nmigrate: {pause: rest}\n').replace('id: pause', 'id: rest');
  for (const [yaml, text] of [
    [renamed, 'new A-1'],
    [renamed.replace('migrate: {pause: rest}', 'migrate: {pause: away}'), 'old A-1'],
  ] as const) {
    const shop = await openLiveShop(version('old'));
    await shop.order({ number: 'A-1' });
    await shop.runDone();
    // As a release that somebody changed by hand.
    const spec = projectOf({ 'shop.yaml': yaml }).byAddress.get('trigger/later')!.spec;
    await shop.automation.put('triggers', 'later', spec);
    shop.pass('3h');
    await shop.runDone();
    expect((await shop.tasks()).map((task) => task['text'])).toEqual([text]);
  }
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

const office = `---
kind: Calendar
code: office
name: Office
week: {mon-sun: "00:00-24:00"}
`;
const waitsForTheOffice = `kind: Trigger
code: later
name: Later
on: {event: order.created}
do:
  - {id: pause, wait: 2h}
  - {id: working, wait: {for: 1h, calendar: office}}
  - {id: call, task: {text: "old {{ order.number }}"}}
`;

test('what a run that is pinned needs next goes on to exist for it when it leaves the release', async () => {
  const shop = await openLiveShop(waitsForTheOffice + office);
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  expect(await shop.automation.waiting()).toMatchObject([{ step: 'pause', needs: ['calendar/office'] }]);
  await shop.apply(version('new'));
  await shop.runDone();
  shop.pass('3h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old A-1']);
});

test('revisions, and what they name, are kept as long as a run waits on them or begins with them', async () => {
  const kept = (): readonly unknown[] =>
    shop
      .rows<{ spec: string; needs: number }>(
        'SELECT spec, (SELECT count(*) FROM needed WHERE needed.revision = revisions.revision) AS needs FROM revisions',
      )
      .map(({ spec, needs }) => [/text":"(\w+)/.exec(spec)?.[1], needs])
      .sort();
  const shop = await openLiveShop(waitsForTheOffice + office);
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  await shop.apply(version('between'));
  await shop.runDone();
  await shop.apply(version('new'));
  await shop.runDone();
  expect(kept()).toEqual([
    ['new', 0],
    ['old', 1],
  ]);
  shop.pass('4h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old A-1']);
  expect(kept()).toEqual([['new', 0]]);
  expect(shop.rows('SELECT revision FROM needed')).toEqual([]);
});

test('it is as it was last: what changed before it left the release had changed for the runs, too', async () => {
  const shop = await openLiveShop(waitsForTheOffice + office.replace('00:00-24:00', '00:00-00:10'));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  await shop.apply(version('new') + office);
  await shop.runDone();
  await shop.apply(version('newer'));
  shop.pass('3h');
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old A-1']);
});

const letter = `---
kind: Template
code: letter
name: Letter
for: order
channel: email
subject: "{{ order.number }}"
html: "<p>{{ order.number }}</p>"
---
kind: Channel
code: email
name: E-mail
type: email
provider: smtp
from: shop@example.com
`;

/** Whether the engine let messages go; nobody need be there to take them. */
function decisions(shop: LiveShop): readonly unknown[] {
  return shop.rows("SELECT document ->> '$.outcome' AS outcome, document ->> '$.reason' AS reason FROM outbox");
}

test('a template and its channel that left the release are still there for those who wait', async () => {
  const shop = await openLiveShop(version('old').replace(/task: .*\n/, 'send: {template: letter}}\n') + letter);
  await shop.order({ number: 'A-1', email: 'anna@example.com' });
  await shop.runDone();
  await shop.apply(version('new'));
  await shop.runDone();
  shop.pass('3h');
  await shop.runDone();
  expect(decisions(shop)).toEqual([{ outcome: 'done', reason: null }]);
});

test('nobody else goes by a channel that left', async () => {
  const shop = await openLiveShop(version('old').replace(/task: .*\n/, 'send: {template: letter}}\n') + letter);
  await shop.order({ number: 'A-1', email: 'anna@example.com' });
  await shop.runDone();
  const [template = '', channel = ''] = letter.split('---\n').slice(1);
  const sms = channel.replace('email', 'sms').replace('type: email', 'type: sms');
  await shop.apply(
    version('new', 'priority: 40\n').replace(/task: .*\n/, 'send: {template: letter}}\n') +
      `---\n${template}---\n${sms.replace('provider: smtp', 'url: http://127.0.0.1:9/')}`,
  );
  await shop.order({ number: 'A-2', email: 'boris@example.com' });
  await shop.runDone();
  shop.pass('3h');
  await shop.runDone();
  expect(decisions(shop)).toEqual([
    { outcome: 'done', reason: null },
    { outcome: 'skipped', reason: 'no-channel' },
  ]);
});

const awaitsStock = (event: string): string => `kind: Trigger
code: later
name: Later
on: {event: order.created}
do:
  - {id: pause, waitFor: {event: ${event}, timeout: 5d}}
  - {id: call, task: {text: "old {{ order.number }}"}}
`;

test('events that only an earlier revision hears wake the runs that are pinned to it', async () => {
  const shop = await openLiveShop(awaitsStock('stock.changed'));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  await shop.apply(version('new'));
  await shop.runDone();
  await shop.automation.sendEvents([
    {
      ...{ specversion: '1.0', id: 's1', source: 'test', type: 'stock.changed' },
      time: new Date(shop.now()).toISOString(),
      data: { offer: { id: 1, externalId: 'x' }, quantity: 5 },
    },
  ]);
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old A-1']);
});

test('a trigger that is applied while the runner reads hears of all that happens from then on', async () => {
  const shop = await openLiveShop(version('old'));
  await shop.runDone();
  let applied = false;
  const { crm } = shop;
  const summary = await shop.runDone({
    crm: {
      ...crm,
      async *history(entity, since) {
        if (!applied) {
          applied = true;
          await shop.apply(`${version('old')}---\n${version('new').replace('code: later', 'code: other')}`);
          await shop.order({ number: 'A-1' });
        }
        yield* crm.history(entity, since);
      },
    },
  });
  expect(summary).toMatchObject({ events: 0, entered: 0 });
  expect(await shop.runDone()).toMatchObject({ entered: 2 });
});
