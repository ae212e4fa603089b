import { describe, expect, test } from 'vitest';
import { openLiveShop, type LiveShop } from './liveShop.js';

const follows = 'inFlight: follow\n';

const trigger = (steps: readonly string[], more = '', on = '{event: order.created}'): string => `kind: Trigger
code: later
name: Later
on: ${on}
${more}do:
${steps.map((step) => `  - ${step}\n`).join('')}`;

const task = (text: string): string => `{id: call, task: {text: "${text}"}}`;
const pause = '{id: pause, wait: 2h}';

/** A run begins to wait, an hour later the trigger is another one; the tasks of the ten hours that follow. */
async function tasksOf(before: string, ...after: readonly string[]): Promise<readonly unknown[]> {
  const shop = await openLiveShop(before);
  const goods = ['Hat', 'Coat'].map((productName) => ({ productName, quantity: 1, initialPrice: 1 }));
  await shop.order({ number: 'A-1', customer: { id: await shop.customer() }, items: goods });
  await shop.runDone();
  shop.pass('1h');
  for (const release of after) await shop.apply(release);
  await hours(shop, 10);
  return (await shop.tasks()).map(({ text }) => text);
}

async function hours(shop: LiveShop, count: number): Promise<void> {
  for (let hour = 0; hour <= count; hour++) {
    await shop.runDone();
    shop.pass('1h');
  }
}

describe('a run that follows to a step that stands inside others now', () => {
  const before = trigger([pause, task('old')]);

  test('is in the first round of a repetition', async () => {
    const ladder = `{id: ladder, repeat: {max: 3, do: [${pause}, ${task('{{ steps.ladder.round|default(0) }}')}]}}`;
    expect(await tasksOf(before, trigger([ladder], `${follows}migrate: {pause: ladder/pause}\n`))).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  test('between two rounds goes on with the next one, also under another name', async () => {
    const ladder = (id: string, more: string): string =>
      `{id: ${id}, repeat: {${more}, every: 2h, do: [{id: call, task: {text: "{{ steps.${id}.round }}"}}]}}`;
    const end = '{id: end, task: {text: end}}';
    const three = trigger([ladder('ladder', 'max: 3')]);
    expect(await tasksOf(three, trigger([ladder('ladder', 'max: 3'), end], follows))).toEqual(['1', '2', '3', 'end']);
    expect(await tasksOf(three, trigger([ladder('ladder', 'max: 2'), end], follows))).toEqual(['1', '2', 'end']);
    const steps = trigger([ladder('steps', 'max: 3'), end], `${follows}migrate: {ladder: steps}\n`);
    expect(await tasksOf(three, steps)).toEqual(['1', '2', '3', 'end']);
  });

  test('is at the first element of a list', async () => {
    const lines = `{id: lines, each: =order.items, do: [${pause}, ${task("{{ item.offer.name|default('none') }} {{ steps.lines.count|default(0) }}")}]}`;
    expect(await tasksOf(before, trigger([lines], `${follows}migrate: {pause: lines/pause}\n`))).toEqual([
      'none 1',
      'none 2',
    ]);
  });

  test('stays where it is when the list is empty', async () => {
    const lines = `{id: lines, each: '=order.items.filter(item, item.quantity > 5)', do: [${pause}, ${task('new')}]}`;
    expect(await tasksOf(before, trigger([lines], `${follows}migrate: {pause: lines/pause}\n`))).toEqual(['old']);
  });

  test('has the parameters of a sequence', async () => {
    const sequence = `---\nkind: Sequence\ncode: nudge\nparams: {word: {type: string}}\ndo:\n  - ${pause}\n  - ${task('{{ params.word }}')}\n`;
    const calls = trigger(
      ['{id: n, call: nudge, with: {word: "=order.number"}}'],
      `${follows}migrate: {pause: n/pause}\n`,
    );
    expect(await tasksOf(before, calls + sequence)).toEqual(['A-1']);
  });
});

test('a run that follows keeps the round of a repetition that has another name now', async () => {
  const ladder = (id: string, at: string): string =>
    `{id: ${id}, repeat: {max: 3, do: [${at}, ${task(`${id} {{ steps.${id}.round }}`)}]}}`;
  const first = trigger([ladder('ladder', '{id: pause, wait: 30m}')]);
  const second = trigger(
    [ladder('stairs', '{id: pause, wait: 30m}')],
    `${follows}migrate: {ladder/pause: stairs/pause}\n`,
  );
  const shop = await openLiveShop(first);
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  shop.pass('30m');
  await shop.runDone();
  await shop.apply(second);
  await hours(shop, 3);
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['ladder 1', 'stairs 2', 'stairs 3']);
});

test('a run that leaves a repetition comes to it again as to a new one', async () => {
  const ladder = (rounds: string): string =>
    `{id: ladder, repeat: {max: 2, do: [${rounds}, ${task('{{ steps.ladder.round }}')}]}}`;
  const first = trigger([ladder(pause)]);
  const second = trigger(
    ['{id: first, wait: 2h}', ladder('{id: rest, wait: 1h}')],
    `${follows}migrate: {ladder/pause: first}\n`,
  );
  expect(await tasksOf(first, second)).toEqual(['1', '2']);
});

describe('a step that has the id of another one', () => {
  test('takes over nobody: who waits finishes on the old revision', async () => {
    const before = trigger([pause, task('old')]);
    const after = trigger(['{id: pause, note: "instead"}', task('new')], follows);
    expect(await tasksOf(before, after)).toEqual(['old']);
  });

  test('but `migrate` says where the one is that they wait at', async () => {
    const before = trigger([pause, task('old')]);
    const after = trigger(
      ['{id: pause, note: "instead"}', '{id: rest, wait: 3h}', task('new')],
      `${follows}migrate: {pause: rest}\n`,
    );
    expect(await tasksOf(before, after)).toEqual(['new']);
  });

  test('a pause may become a wait for an event', async () => {
    const before = trigger([pause, task('old')]);
    const after = trigger(['{id: pause, waitFor: {event: order.deleted, timeout: 3h}}', task('new')], follows);
    expect(await tasksOf(before, after)).toEqual(['new']);
  });

  test('a message that is held back, or on its way, is still a message', async () => {
    const letter = `---
kind: Template
code: letter
name: Letter
for: order
channel: email
subject: "{{ order.number }}"
body: "{{ order.number }}"
---
kind: Channel
code: email
name: E-mail
type: email
provider: smtp
host: 127.0.0.1
port: 9
from: shop@example.com
`;
    const quiet = '---\nkind: Policy\ncode: default\nname: Policy\nclasses: {service: {quiet: "11:00-16:00"}}\n';
    const tell = '{id: tell, send: {template: letter}, onError: continue}';
    const before = trigger([tell, task('old')], 'late: {max: 3h}\n') + letter;
    const after = trigger(['{id: tell, wait: 1h}', task('new')], follows) + letter;
    expect(await tasksOf(before, after)).toEqual(['old']);
    expect(await tasksOf(before + quiet, after + quiet)).toEqual(['old']);
  });
});

test('`migrate` may lead to a step that does something: there a run goes on when its wait is over', async () => {
  const before = trigger([pause, '{id: ring, note: "ring"}', task('old')]);
  expect(await tasksOf(before, trigger([task('new')], `${follows}migrate: {pause: call}\n`))).toEqual(['new']);
});

describe('runs that a release cancels', () => {
  const cancels = 'inFlight: cancel\n';

  test('end with it, not when they would have gone on, and what they handed over stays behind', async () => {
    const failing = `---
kind: Connection
code: away
url: http://127.0.0.1:9
`;
    const shop = await openLiveShop(
      trigger(['{id: tell, http: {connection: away, method: POST, path: /x}}']) + failing,
    );
    await shop.order({ number: 'A-1' });
    await shop.runDone();
    await shop.apply(trigger([pause], cancels) + failing);
    await shop.runDone();
    expect(shop.rows("SELECT document ->> '$.reason' AS reason FROM instances")).toEqual([{ reason: 'superseded' }]);
    expect(shop.rows('SELECT state, error FROM outbox')).toEqual([{ state: 'withdrawn', error: 'superseded' }]);
    expect(await shop.automation.waiting()).toEqual([]);
  });

  test('make room for new ones of the same key, whatever starts these', async () => {
    const on = '{schedule: "0 * * * *"}';
    const key = 'key: \'"one"\'\n';
    const before = trigger(['{id: pause, wait: 20h}'], key, on);
    const after = trigger([task('new')], `${key}${cancels}`, on);
    const shop = await openLiveShop(before);
    await shop.runDone();
    shop.pass('1h');
    await shop.runDone();
    await shop.apply(after);
    shop.pass('1h');
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['new']);
  });

  test('are not those of a trigger whose description was corrected', async () => {
    const told = (text: string): string => trigger([pause, task('old')], `${cancels}description: ${text}\n`);
    expect(await tasksOf(told('A'), told('B'))).toEqual(['old']);
  });

  test('are those of the release that runs: one that no pass saw cancels nobody', async () => {
    const before = trigger([pause, task('old')]);
    expect(await tasksOf(before, trigger([pause, task('2')], cancels), trigger([pause, task('3')]))).toEqual(['old']);
  });
});

test('a trigger that drains lets its runs finish, admits nobody, and `explain` can tell why', async () => {
  const shop = await openLiveShop(trigger([pause, task('old')]));
  await shop.order({ number: 'A-1' });
  await shop.runDone();
  await shop.apply(trigger([pause, task('new')], 'inFlight: drain\n'));
  await shop.order({ number: 'A-2' });
  await hours(shop, 5);
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old']);
  expect(await shop.automation.journal({ order: '2' })).toMatchObject([{ what: 'ignored', reason: 'drain' }]);
});

describe('a form that takes the place of another one', () => {
  const held = trigger([task('old')], '', '{held: order.status, is: new, for: 3h}');

  test.each(['{changed: order.status}', '{event: order.deleted}', '{schedule: "0 0 1 1 *"}'])(
    'has nothing to do with the moments of that one: %s',
    async (on) => {
      expect(await tasksOf(held, trigger([task('new')], '', on))).toEqual([]);
    },
  );

  test('of a customer in the place of one of an order comes once', async () => {
    const date = (of: string): string => trigger([task(of)], '', `{date: =${of}.createdAt, offset: 5h}`);
    expect(await tasksOf(date('order'), date('customer'))).toEqual(['customer']);
  });
});

test('a trigger that left and comes back lets its runs finish, and follows if it says so', async () => {
  const before = trigger([pause, task('old')]);
  expect(await tasksOf(before, '', trigger([pause, task('new')]))).toEqual(['old']);
  expect(await tasksOf(before, '', trigger([pause, task('new')], follows))).toEqual(['new']);
});
